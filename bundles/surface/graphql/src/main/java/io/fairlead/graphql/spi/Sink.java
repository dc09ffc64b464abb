package io.fairlead.graphql.spi;

import io.fairlead.kernel.error.FairleadException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a subscription's values go. Any thread may call it and none is held up: a subscriber that
 * is slower than its source loses the oldest values and is told how many.
 */
@ProviderType
public interface Sink {

  /** One more value; ignored after the end. */
  void next(Object value);

  /** No more values will come. */
  void end();

  /** No more values can come, and why. */
  void fail(FairleadException reason);
}
