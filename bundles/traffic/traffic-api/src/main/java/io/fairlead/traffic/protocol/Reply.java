package io.fairlead.traffic.protocol;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Bytes on their way to a client: pooled memory, beyond the spill threshold a temporary file. One
 * thread at a time.
 */
@ProviderType
public interface Reply {

  void put(byte value);

  void put(byte[] source, int offset, int length);

  /** Bytes so far. */
  long size();

  /** Puts another reply's bytes behind these and takes it over. */
  void append(Reply other);

  /** Gives the memory and the file back; for a reply that will not be sent. Twice is harmless. */
  void discard();
}
