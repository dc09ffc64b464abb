package io.fairlead.wire;

import static io.fairlead.kernel.settings.Setting.hot;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.traffic.protocol.ProtocolLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What all listeners share. Every one of them is hot. */
record ProtocolSettings(
    ProtocolLimits limits,
    int keepAliveSecs,
    Duration idleTimeout,
    Duration requestTimeout,
    long spillThreshold) {

  static final String PID = "io.fairlead.protocol";

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              hot(
                  "max_packet_size",
                  Type.INTEGER,
                  "1048576",
                  Rules.between(1, 268_435_456),
                  "The longest SQL text in bytes."),
              hot(
                  "compression_enabled",
                  Type.BOOLEAN,
                  "false",
                  Rule.ANY,
                  "Compression of the framed protocol; needs a codec's bundle."),
              hot(
                  "keep_alive_interval_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 32_767),
                  "TCP keep-alive: how long a socket is silent before the first probe."),
              hot(
                  "timeout_secs",
                  Type.INTEGER,
                  "300",
                  Rules.between(1, 31_536_000),
                  "A client that asks nothing for so long is told and closed."),
              hot(
                  "request_timeout_secs",
                  Type.INTEGER,
                  "30",
                  Rules.between(1, 86_400),
                  "A request that began to arrive must be complete within this time."),
              hot(
                  "max_result_rows",
                  Type.INTEGER,
                  "1000000",
                  Rules.between(1, Integer.MAX_VALUE),
                  "A result of more rows is an error."),
              hot(
                  "max_result_bytes",
                  Type.INTEGER,
                  "4294967296",
                  Rules.between(1_024, 1L << 50),
                  "A result of more bytes is an error."),
              hot(
                  "spill_threshold_bytes",
                  Type.INTEGER,
                  "1048576",
                  Rules.between(65_536, 1L << 30),
                  "A result beyond this waits for its client in a temporary file.")),
          List.of());

  static final ProtocolSettings DEFAULTS = read(Map.of());

  static ProtocolSettings read(Map<String, String> stored) {
    SettingsValues values = SCHEMA.read(stored);
    if (values.bool("compression_enabled")) {
      throw new Conflict(
          "compression_enabled: true (expected: false, since no bundle with a codec is there)");
    }
    return new ProtocolSettings(
        new ProtocolLimits(
            values.integer("max_packet_size"),
            values.integer("max_result_rows"),
            values.number("max_result_bytes")),
        values.integer("keep_alive_interval_secs"),
        values.seconds("timeout_secs"),
        values.seconds("request_timeout_secs"),
        values.number("spill_threshold_bytes"));
  }
}
