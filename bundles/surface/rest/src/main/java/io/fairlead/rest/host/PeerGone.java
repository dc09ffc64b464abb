package io.fairlead.rest.host;

import jakarta.servlet.ServletRequest;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures that say no more than that whoever asked is not there any more. They are nobody's fault
 * and anybody can bring them about, so they are not told as errors, one trace each.
 */
final class PeerGone {

  private static final Logger LOG = LoggerFactory.getLogger(PeerGone.class);

  private PeerGone() {}

  /** Rethrows what is a failure of ours. */
  static <T extends Throwable> void orThrow(T failure, ServletRequest request) throws T {
    if (!explains(failure, request)) {
      throw failure;
    }
    LOG.debug("a client has gone before its answer was there", failure);
  }

  private static boolean explains(Throwable failure, ServletRequest request) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      // Other channels than the client's are closed as well, now and then.
      if (each instanceof EofException
          || each instanceof ClosedChannelException && isClosed(request)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClosed(ServletRequest request) {
    return !ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .isOpen();
  }
}
