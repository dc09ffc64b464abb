package io.fairlead.kernel.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom an address counts for where there is a limit for each. Any host of an IPv6 network has as
 * many addresses as it likes, so the network of 64 bits that it is in counts as one.
 */
public final class ClientNetwork {

  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** The address itself, or the first of its network. */
  public static InetAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    try {
      return InetAddress.getByAddress(Arrays.copyOf(network, address.getAddress().length));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e); // sixteen bytes are an address
    }
  }

  /**
   * As {@link #of(InetAddress)}, of an address as text.
   *
   * @param address {@code 192.0.2.1} or {@code 2001:db8::1}; whatever is no address is returned as
   *     it is, and no name is looked up
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      return of(InetAddress.getByName(address)).getHostAddress(); // with a colon it is no name
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
