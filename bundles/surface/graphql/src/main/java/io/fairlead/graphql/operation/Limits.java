package io.fairlead.graphql.operation;

import io.fairlead.http.Bodies;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an operation may take. All of it is hot: it holds for the next operation and message. */
public record Limits(
    Bodies.Limits bodies,
    Query query,
    Duration operationTimeout,
    int sockets,
    long messageBytes,
    int socketOperations,
    int subscriptions) {

  /** Of an operation's text. */
  public record Query(int characters, int tokens, int depth, int complexity, int fields) {}

  public static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              limit("max_body_bytes", 1_048_576, 67_108_864, "The longest body, in bytes."),
              limit(
                  "max_pending_body_bytes",
                  67_108_864,
                  1L << 40,
                  "How much of all bodies that are still arriving is kept, in bytes."),
              limit(
                  "body_timeout_secs",
                  10,
                  3_600,
                  "How long a body may take to arrive, in seconds."),
              limit(
                  "max_characters",
                  100_000,
                  10_000_000,
                  "The longest text of an operation, in characters."),
              limit("max_tokens", 5_000, 1_000_000, "The most tokens of an operation's text."),
              limit(
                  "max_depth",
                  15,
                  100,
                  "The deepest nesting of fields; GraphiQL's own query has 15."),
              limit(
                  "max_complexity",
                  1_000,
                  1_000_000_000,
                  "The highest cost: each field is 1, and 5 times what is below where it is a"
                      + " list."),
              limit(
                  "max_fields", 5_000, 1_000_000, "The most fields, after fragments are expanded."),
              limit(
                  "operation_timeout_secs",
                  10,
                  3_600,
                  "How long an operation may take, in seconds."),
              limit("max_sockets", 1_000, 1_000_000, "How many WebSockets are open at a time."),
              limit(
                  "max_message_bytes",
                  262_144,
                  67_108_864,
                  "The longest message of a WebSocket, in bytes."),
              limit(
                  "max_socket_operations",
                  50,
                  10_000,
                  "How many operations a WebSocket has at a time."),
              limit(
                  "max_subscriptions",
                  1_000,
                  1_000_000,
                  "How many subscriptions are open at a time.")),
          List.of());

  public static final Limits DEFAULTS = of(SCHEMA.read(Map.of()));

  public static Limits of(SettingsValues values) {
    return new Limits(
        new Bodies.Limits(
            values.number("max_body_bytes"),
            values.number("max_pending_body_bytes"),
            values.number("body_timeout_secs")),
        new Query(
            values.integer("max_characters"),
            values.integer("max_tokens"),
            values.integer("max_depth"),
            values.integer("max_complexity"),
            values.integer("max_fields")),
        values.seconds("operation_timeout_secs"),
        values.integer("max_sockets"),
        values.number("max_message_bytes"),
        values.integer("max_socket_operations"),
        values.integer("max_subscriptions"));
  }

  private static Setting limit(String name, long usual, long most, String description) {
    return Setting.hot(
        name, Type.INTEGER, Long.toString(usual), Rules.between(1, most), description);
  }
}
