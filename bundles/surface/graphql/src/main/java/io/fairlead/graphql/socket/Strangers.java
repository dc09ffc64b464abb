package io.fairlead.graphql.socket;

import io.fairlead.kernel.access.ClientNetwork;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of whom nobody knows yet who they are, the oldest first. They take no place of those
 * who are known, and there are fewer of them: beyond that a new one takes the place of the oldest
 * of its own address, or of the address that has most of them, so that whoever says at once who he
 * is gets in beside any number of silent ones.
 */
final class Strangers {

  /** Of the sockets that there may be, one of so many may be a stranger's besides. */
  private static final int SHARE = 4;

  /** Of the strangers, one of so many may be of one address. */
  private static final int SHARE_OF_ADDRESS = 2;

  private final IntSupplier most;
  private final Map<JettySocket, InetAddress> owners = new LinkedHashMap<>();

  /**
   * @param most how many sockets of all kinds there may be
   */
  Strangers(IntSupplier most) {
    this.most = most;
  }

  /** Takes one up; returns who has to go for it, if any. */
  synchronized @Nullable JettySocket add(JettySocket socket, InetAddress address) {
    InetAddress owner = ClientNetwork.of(address);
    Map<InetAddress, Integer> counts = new HashMap<>();
    owners.values().forEach(each -> counts.merge(each, 1, Integer::sum));
    int all = Math.max(1, most.getAsInt() / SHARE);
    JettySocket leaves = null;
    if (counts.getOrDefault(owner, 0) >= Math.max(1, all / SHARE_OF_ADDRESS)) {
      leaves = oldestOf(owner);
    } else if (owners.size() >= all) {
      leaves =
          counts.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(crowd -> oldestOf(crowd.getKey()))
              .orElse(null);
    }
    owners.put(socket, owner);
    return leaves;
  }

  /** It is known now, or gone. */
  synchronized void remove(JettySocket socket) {
    owners.remove(socket);
  }

  synchronized int size() {
    return owners.size();
  }

  private @Nullable JettySocket oldestOf(InetAddress owner) {
    for (Iterator<Map.Entry<JettySocket, InetAddress>> all = owners.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<JettySocket, InetAddress> each = all.next();
      if (each.getValue().equals(owner)) {
        all.remove();
        return each.getKey();
      }
    }
    return null;
  }
}
