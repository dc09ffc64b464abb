package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ConnectionSource;
import io.fairlead.traffic.pool.spi.ConnectionSpec;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are alike: one source, one set of sealed settings. A new one lives beside the
 * old one, whose loans end in peace.
 *
 * @param source null while no driver is there
 */
record Generation(int number, @Nullable ConnectionSource source, ConnectionSpec spec) {

  Generation next(@Nullable ConnectionSource other) {
    return new Generation(number + 1, other, spec);
  }
}
