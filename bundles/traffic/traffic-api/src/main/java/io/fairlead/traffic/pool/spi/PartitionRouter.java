package io.fairlead.traffic.pool.spi;

import io.fairlead.traffic.pool.AcquireRequest;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says which partition of a pool a loan belongs to, where {@code partitioning.routing} is the name
 * that the service has in its property {@value #NAME}. Asked once for a request and a set of
 * partitions, on the thread that asks for a connection: it must not block, and it calls nothing of
 * the pool's.
 *
 * <p>When it goes away, requests that it has not answered before are of an unknown partition
 * ({@code partitioning.unknown} says what happens then); loans that stand stay where they are.
 */
@ConsumerType
@FunctionalInterface
public interface PartitionRouter {

  /** The service's property with the router's name, like {@code [a-z][a-z0-9_]{0,62}}. */
  String NAME = "fairlead.router";

  /** The value by which a partition is found: its {@code match}. Empty when there is none. */
  Optional<String> route(String pool, AcquireRequest request);
}
