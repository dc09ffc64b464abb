package io.fairlead.rest.host;

import io.fairlead.kernel.access.ClientNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose peer does not read its answer: the thread that writes it waits, and
 * there are only so many. One may be stuck for a while; where many are, those that have waited
 * longest have to go at once, and of the address that has the most of them first.
 */
final class SlowReaders {

  /**
   * How much the system keeps of an answer for a peer that has not read it yet; it takes twice
   * that. More would hide for longer whether somebody reads: who does so slowly is seen to only
   * when a good part of it is free again.
   */
  static final int SEND_BUFFER_BYTES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(SlowReaders.class);

  /** Who reads at all has done so within this time, unless the line is very slow. */
  private static final long STUCK_MILLIS = 200;

  /** One of so many threads may wait for peers that do not read. */
  private static final int SHARE_OF_THREADS = 4;

  private static final long TOLD_EVERY = TimeUnit.SECONDS.toNanos(10);

  private record Stuck(AbstractEndPoint endPoint, @Nullable InetAddress owner, long millis) {}

  private final int most;
  private long closed;
  private long untold;
  private @Nullable Object last;
  private @Nullable Long toldAt;

  /**
   * @param most how many may be stuck at a time
   */
  SlowReaders(int most) {
    this.most = most;
  }

  /** Leaves most of these threads to those who read. */
  static SlowReaders of(ThreadPool threads) {
    int all =
        threads instanceof ThreadPool.SizedThreadPool sized
            ? sized.getMaxThreads()
            : threads.getThreads();
    return new SlowReaders(Math.max(1, all / SHARE_OF_THREADS));
  }

  /**
   * Looks at all connections; to be called often, on one thread.
   *
   * @param now in nanoseconds
   * @param mostMillis how long an answer may make no progress
   * @return how many have been closed so far
   */
  long look(Connector[] connectors, long now, long mostMillis) {
    Map<InetAddress, Deque<Stuck>> crowds = new HashMap<>();
    int crowd = 0;
    for (Stuck each : stuck(connectors)) {
      if (each.owner() == null || each.millis() > mostMillis) {
        close(each);
      } else {
        crowds.computeIfAbsent(each.owner(), any -> new ArrayDeque<>()).add(each);
        crowd++;
      }
    }
    for (; crowd > most; crowd--) {
      close(largest(crowds).remove());
    }
    tell(now);
    return closed;
  }

  /** Those that have waited longest first. */
  private static List<Stuck> stuck(Connector[] connectors) {
    List<Stuck> stuck = new ArrayList<>();
    for (Connector connector : connectors) {
      for (EndPoint each : connector.getConnectedEndPoints()) {
        // What goes out over a WebSocket waits without a thread, within bounds of its own.
        if (each instanceof AbstractEndPoint endPoint
            && endPoint.getWriteFlusher().isPending()
            && HttpPeers.http(endPoint) != null
            && endPoint.getIdleFor() >= STUCK_MILLIS) {
          stuck.add(new Stuck(endPoint, owner(endPoint), endPoint.getIdleFor()));
        }
      }
    }
    stuck.sort(Comparator.comparingLong(Stuck::millis).reversed());
    return stuck;
  }

  private static Deque<Stuck> largest(Map<InetAddress, Deque<Stuck>> crowds) {
    return crowds.values().stream().max(Comparator.comparingInt(Deque::size)).orElseThrow();
  }

  private void close(Stuck slow) {
    last = slow.endPoint().getRemoteSocketAddress(); // once closed, it has none
    slow.endPoint().close();
    closed++;
    untold++;
  }

  /** Says how many had to go, where any had: who makes thousands does not fill the log. */
  private void tell(long now) {
    if (untold > 0 && (toldAt == null || now - toldAt >= TOLD_EVERY)) {
      LOG.warn(
          "{} connections closed, their peers did not read the answers; the last of {}",
          untold,
          last);
      untold = 0;
      toldAt = now;
    }
  }

  /** Whose it is; null when it has gone already. */
  private static @Nullable InetAddress owner(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? ClientNetwork.of(remote.getAddress())
        : null;
  }
}
