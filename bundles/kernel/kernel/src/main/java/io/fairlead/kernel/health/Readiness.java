package io.fairlead.kernel.health;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether the whole server can serve: the parts that must be there are, every part is ready, and
 * nobody has begun to stop it.
 */
@ProviderType
public interface Readiness {

  /** True when {@link #unready()} is empty. */
  boolean ready();

  /** {@code part: reason} for each part that is not ready. */
  List<String> unready();

  /** False from the moment that the server begins to stop. */
  boolean serving();
}
