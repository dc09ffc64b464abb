package io.fairlead.kernel.runtime;

import io.fairlead.kernel.store.DurableFiles;
import io.fairlead.kernel.store.FileSystem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance's key in its file, made when there is none. Losing it costs no data: revisions
 * change and logins end, nothing more.
 */
final class InstanceKey {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceKey.class);
  private static final int BYTES = 32;

  private final FileSystem files;

  InstanceKey(FileSystem files) {
    this.files = files;
  }

  byte[] at(Path file) throws IOException {
    try {
      byte[] key = files.read(file, BYTES);
      if (key.length == BYTES) {
        return key;
      }
      LOG.warn("{}: {} bytes instead of {}, replaced", file, key.length, BYTES);
    } catch (NoSuchFileException e) {
      LOG.debug("{}: made", file);
    }
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    new DurableFiles(files).write(file, key);
    return key;
  }
}
