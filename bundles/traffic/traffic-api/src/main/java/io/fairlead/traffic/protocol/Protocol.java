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
}
