package io.fairlead.rest.host;

import io.fairlead.kernel.access.ClientNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nobody's connections leave none to the others. Where an address has its share, a new one of it
 * takes the place of the oldest of its own that has no request under way, so that who asks is
 * answered beside any number of silent ones from the same host; where all are at work, the new one
 * is closed at once.
 */
final class AddressShare implements SelectorManager.AcceptListener, Connection.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(AddressShare.class);

  /** How many are looked at for one that may go: a crowd at work costs no more than this. */
  private static final int LOOKED_AT = 64;

  /** Who makes thousands does not fill the log. */
  private static final long TOLD_EVERY = TimeUnit.SECONDS.toNanos(10);

  private static final class Place {
    private final InetAddress owner;
    private volatile @Nullable EndPoint endPoint;

    Place(InetAddress owner) {
      this.owner = owner;
    }
  }

  private final IntSupplier most;
  private final Map<SelectableChannel, Place> places = new HashMap<>();

  /** The places of each {@link ClientNetwork}, the oldest first. */
  private final Map<InetAddress, Set<Place>> owned = new HashMap<>();

  private long closed;
  private @Nullable InetAddress last;
  private @Nullable Long toldAt;

  /**
   * @param most how many one address may have
   */
  AddressShare(IntSupplier most) {
    this.most = most;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    InetAddress address = address(channel);
    if (address == null) {
      return; // it has gone already
    }
    EndPoint leaves = null;
    boolean refused = false;
    synchronized (this) {
      InetAddress owner = ClientNetwork.of(address);
      Set<Place> own = owned.computeIfAbsent(owner, any -> new LinkedHashSet<>());
      if (own.size() >= most.getAsInt()) {
        leaves = withoutRequest(own);
        refused = leaves == null;
        closed++;
        last = address;
      }
      if (!refused) {
        Place place = new Place(owner);
        own.add(place);
        places.put(channel, place);
      }
    }
    if (leaves != null) {
      leaves.close();
    } else if (refused) {
      close(channel);
    }
  }

  /** Takes its place away from the oldest that may go; those seen at work are looked at last. */
  private @Nullable EndPoint withoutRequest(Set<Place> own) {
    for (Place each : own.stream().limit(LOOKED_AT).toList()) {
      own.remove(each);
      EndPoint endPoint = each.endPoint;
      if (endPoint != null && HttpPeers.isSilent(endPoint)) {
        return endPoint;
      }
      own.add(each);
    }
    return null;
  }

  @Override
  public synchronized void onOpened(Connection connection) {
    if (connection.getEndPoint() instanceof SocketChannelEndPoint endPoint) {
      Place place = places.get(endPoint.getChannel());
      if (place != null) {
        place.endPoint = endPoint;
      }
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public synchronized void onClosed(SelectableChannel channel) {
    Place place = places.remove(channel);
    if (place != null) {
      owned.computeIfPresent(
          place.owner,
          (owner, own) -> {
            own.remove(place);
            return own.isEmpty() ? null : own;
          });
    }
  }

  /**
   * Says how many had to go, where any had.
   *
   * @param now in nanoseconds
   */
  synchronized void tell(long now) {
    if (closed > 0 && (toldAt == null || now - toldAt >= TOLD_EVERY)) {
      LOG.warn(
          "{} connections closed, their addresses have more than their share of {}; the last of {}",
          closed,
          most.getAsInt(),
          last == null ? "" : last.getHostAddress());
      closed = 0;
      toldAt = now;
    }
  }

  private static @Nullable InetAddress address(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress remote
          ? remote.getAddress()
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a connection that was refused did not close", e);
    }
  }
}
