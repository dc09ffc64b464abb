package io.fairlead.rest.host;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Ends connections that send many requests without waiting for answers (RFC 9112, section 9.3.2,
 * where a server may close at any time): one of them keeps its thread for as long as requests are
 * there, so that a few hundred keep all.
 */
final class Pipelining implements HttpConfiguration.Customizer {

  private static final String SEEN = Pipelining.class.getName();

  /** How many requests in a row may have come before the answer to the one before. */
  private static final int MOST = 16;

  /** A request that waited for its turn counts as much as two that did not. */
  private static final int WEIGHT = 2;

  /**
   * @param bytes that had come when the last request was there
   * @param level how much there was of it lately
   */
  private record Seen(long bytes, int level) {}

  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    if (request.getConnectionMetaData() instanceof HttpConnection connection) {
      Seen before = connection.getAttribute(SEEN) instanceof Seen seen ? seen : new Seen(-1, 0);
      long bytes = connection.getBytesIn();
      int level =
          bytes == before.bytes() || isFollowed(request, connection)
              ? before.level() + WEIGHT
              : Math.max(0, before.level() - 1);
      connection.setAttribute(SEEN, new Seen(bytes, level));
      if (level > MOST * WEIGHT) {
        answer.put(HttpHeader.CONNECTION, "close");
      }
    }
    return request;
  }

  /** Whether more than this request is there. Where it has a body, that may be it. */
  private static boolean isFollowed(Request request, HttpConnection connection) {
    return request.getLength() == 0 && !connection.isRequestBufferEmpty();
  }
}
