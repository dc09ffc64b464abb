package io.fairlead.traffic.pool.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Opens connections to one kind of server. An OSGi service with the property {@link #DRIVER}. */
@ConsumerType
public interface ConnectionSource {

  /** Service property: the driver's class name, as a pool's {@code driver} setting names it. */
  String DRIVER = "fairlead.driver";

  /**
   * Opens one connection, logged in and set up as asked; blocks. Called on a thread of the pool's
   * for creation.
   *
   * @throws ServerException when it can't be had; its message holds no password
   */
  ServerConnection open(ConnectionSpec spec) throws ServerException;
}
