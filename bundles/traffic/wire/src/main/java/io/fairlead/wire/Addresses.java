package io.fairlead.wire;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Socket addresses as text. */
final class Addresses {

  private Addresses() {}

  /**
   * {@code 127.0.0.1:7432}, {@code [::1]:7432}; "unknown" for a socket that was never connected.
   */
  static String text(@Nullable InetSocketAddress address) {
    return address == null ? "unknown" : NetUtil.toSocketAddressString(address);
  }
}
