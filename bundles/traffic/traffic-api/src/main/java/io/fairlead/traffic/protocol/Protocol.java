package io.fairlead.traffic.protocol;

import org.osgi.annotation.versioning.ConsumerType;

/** A wire protocol: an OSGi service with the property {@link #NAME}. */
@ConsumerType
public interface Protocol {

  /**
   * Service property: the name that a listener's {@code protocols} has, {@code
   * [a-z][a-z0-9_]{0,62}}.
   */
  String NAME = "fairlead.protocol";

  /**
   * Whether a client whose first byte is this one (0 to 255) speaks this protocol. On the event
   * loop; from memory.
   */
  boolean startsWith(int firstByte);

  /** A client has sent its first byte. On the event loop; must not block. */
  ProtocolHandler open(ClientChannel channel);

  /**
   * What a client gets to read that is turned away without a handler: over the cap, before its
   * first byte, or after one that no protocol knows. The listener's first protocol says it. Any
   * thread; from memory.
   */
  byte[] refusal(String reason);

  /**
   * Whether clients prove who they are. A listener of a protocol that can't listens on loopback
   * only, unless its settings allow the danger.
   */
  default boolean authenticates() {
    return false;
  }
}
