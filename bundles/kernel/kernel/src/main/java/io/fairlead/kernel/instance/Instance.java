package io.fairlead.kernel.instance;

import java.nio.file.Path;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** Where this instance lives and since when. Its folders are readable by its user only. */
@ProviderType
public interface Instance {

  /** The settings' files. */
  Path etc();

  /** What the server itself writes. */
  Path data();

  /** When this process became this instance. */
  Instant startedAt();

  /**
   * A key of 32 random bytes, made at the first start and kept; for keyed hashes and for keys made
   * of it, never shown. A copy.
   */
  byte[] key();

  /** Writes a small file durably: temporary file, fsync, rename, fsync of the folder; mode 0600. */
  void writeDurably(Path file, byte[] content);
}
