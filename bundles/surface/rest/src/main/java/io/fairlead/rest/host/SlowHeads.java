package io.fairlead.rest.host;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request's head takes too long to arrive: a client that sends one byte
 * now and then is never idle, and would hold its place for ever; one that has sent none at all owes
 * its first head from the moment that it is there.
 */
final class SlowHeads {

  private static final Logger LOG = LoggerFactory.getLogger(SlowHeads.class);

  /**
   * @param requests how many the connection had seen when its head began
   * @param since when that was noticed
   */
  private record Head(long requests, long since) {}

  private Map<EndPoint, Head> heads = new HashMap<>();
  private long closed;

  /**
   * Looks at all connections; to be called often, on one thread.
   *
   * @param now in nanoseconds
   * @param most how long a head may take
   * @return how many have been closed so far
   */
  long look(Connector[] connectors, long now, long most) {
    Map<EndPoint, Head> next = new HashMap<>();
    SocketAddress last = null;
    long before = closed;
    for (Connector connector : connectors) {
      for (EndPoint endPoint : connector.getConnectedEndPoints()) {
        HttpConnection http = HttpPeers.http(endPoint);
        // Handshakes have a deadline of their own.
        if (http != null && HttpPeers.owesHead(http) && !HttpPeers.inHandshake(endPoint)) {
          Head head = heads.get(endPoint);
          if (head == null || head.requests() != http.getMessagesIn()) {
            head = new Head(http.getMessagesIn(), now);
          }
          if (now - head.since() > most) {
            last = endPoint.getRemoteSocketAddress(); // once closed, it has none
            endPoint.close();
            closed++;
          } else {
            next.put(endPoint, head);
          }
        }
      }
    }
    heads = next;
    if (last != null) {
      // One line, however many there were: who sends thousands does not fill the log.
      LOG.info(
          "{} connections closed, the heads of their requests were too slow; the last of {}",
          closed - before,
          last);
    }
    return closed;
  }
}
