package io.fairlead.traffic.session;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told once how a request ended. By then the database connection is given back, unless a
 * transaction or left state keeps it.
 */
@ConsumerType
public interface RequestCallback {

  /**
   * @param transactionId the id for a begin, 0 otherwise
   */
  void succeeded(long transactionId);

  /**
   * @param message for the client, without secrets
   */
  void failed(String message);
}
