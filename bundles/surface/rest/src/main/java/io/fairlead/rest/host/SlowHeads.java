package io.fairlead.rest.host;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request's head takes too long to arrive: a client that sends one byte
 * now and then is never idle, and would hold its place for ever.
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
    EndPoint last = null;
    long before = closed;
    for (Connector connector : connectors) {
      for (EndPoint endPoint : connector.getConnectedEndPoints()) {
        if (http(endPoint.getConnection()) instanceof HttpConnection http
            && http.getParser().inHeaderState()
            && !http.getParser().isStart()) {
          Head head = heads.get(endPoint);
          if (head == null || head.requests() != http.getMessagesIn()) {
            head = new Head(http.getMessagesIn(), now);
          }
          if (now - head.since() > most) {
            last = endPoint;
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
          last.getRemoteSocketAddress());
    }
    return closed;
  }

  /** What is inside of TLS, if there is TLS. */
  private static @Nullable Connection http(@Nullable Connection connection) {
    return connection instanceof SslConnection tls
        ? tls.getSslEndPoint().getConnection()
        : connection;
  }
}
