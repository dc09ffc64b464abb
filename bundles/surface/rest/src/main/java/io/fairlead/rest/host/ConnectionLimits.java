package io.fairlead.rest.host;

import io.fairlead.kernel.settings.SettingsValues;

/**
 * How many connections a port takes.
 *
 * @param most of all
 * @param perAddress of one address
 */
record ConnectionLimits(int most, int perAddress) {

  /** Rounded up, so that the share of few is at least one. */
  static ConnectionLimits of(SettingsValues settings) {
    int most = settings.integer("max_connections");
    long percent = settings.integer("max_connections_per_address_percent");
    return new ConnectionLimits(most, (int) ((most * percent + 99) / 100));
  }
}
