package io.fairlead.pool.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
final class AddressRange {

  private static final int BYTE = 8;

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Null when the text is none. */
  static @Nullable AddressRange of(String text) {
    int slash = text.indexOf('/');
    byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    try {
      int bits = slash < 0 ? network.length * BYTE : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > network.length * BYTE ? null : new AddressRange(network, bits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  boolean contains(String address) {
    byte[] other = bytes(address);
    if (other == null || other.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >>> (bit % BYTE);
      if (((network[bit / BYTE] ^ other[bit / BYTE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Of an address in digits; names are never looked up. */
  private static byte @Nullable [] bytes(String address) {
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    boolean six = plain.indexOf(':') >= 0 && plain.matches("[0-9a-fA-F:.]+");
    if (!six && !plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      return null;
    }
    try {
      return InetAddress.getByName(plain).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
