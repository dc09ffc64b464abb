package io.fairlead.kernel.instance;

import org.osgi.annotation.versioning.ProviderType;

/** Numbers that are never given twice, restarts and crashes included. */
@ProviderType
public interface Ids {

  /**
   * The next number of a sequence, from 1, below 2^53. Almost always without a lock or I/O: blocks
   * are reserved durably ahead.
   */
  long next(String sequence);
}
