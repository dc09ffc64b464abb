package io.fairlead.kernel.metric;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the surfaces' hosts count what they serve. The counts are the kernel's, so that hosts and
 * what is plugged into them come and go without losing any.
 */
@ProviderType
public interface OperationMeter {

  /** The operation of a request that did not get as far as one. */
  String NONE = "none";

  /**
   * An operation is done. Cheap, and from any thread.
   *
   * @param surface {@code rest} or {@code graphql}
   * @param operation its id: from what the server offers, never from what a client wrote
   * @param status as in HTTP; only its class is counted
   * @param nanos how long it took
   */
  void done(String surface, String operation, int status, long nanos);
}
