package io.fairlead.tracing;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be set, in {@code etc/io.fairlead.tracing.cfg}. All are hot.
 *
 * @param headers of each export; secrets stand in them
 * @param statementText whether spans have the statement with its values taken out
 */
record TracingSettings(
    boolean enabled,
    URI endpoint,
    boolean allowPlaintextRemote,
    Map<String, String> headers,
    double samplingRatio,
    String serviceName,
    int queueSize,
    Duration exportTimeout,
    boolean statementText) {

  static final String PID = "io.fairlead.tracing";

  private static final int MOST_HEADERS = 20;
  private static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}";
  private static final String VALUE = "[\\x21-\\x7e]([\\x20-\\x7e]{0,4094}[\\x21-\\x7e])?";

  /** Set by what is sent and by the connection; the JDK would leave them out without a word. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "origin",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via");

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          List.of(
              Setting.hot(
                  "enabled", Type.BOOLEAN, "false", Setting.Rule.ANY, "Whether spans are made."),
              Setting.hot(
                  "endpoint",
                  Type.TEXT,
                  "http://127.0.0.1:4318/v1/traces",
                  TracingSettings::wrongEndpoint,
                  "Where spans are sent, in OTLP over HTTP, with the path."),
              Setting.hot(
                  "allow_plaintext_remote",
                  Type.BOOLEAN,
                  "false",
                  Setting.Rule.ANY,
                  "Whether an endpoint beyond loopback may do without TLS: spans and headers are then"
                      + " readable on the way."),
              Setting.hot(
                      "headers",
                      Type.MAP,
                      null,
                      TracingSettings::wrongHeaders,
                      "Headers of each export, an API key say.")
                  .asSecret(),
              Setting.hot(
                  "sampling_ratio",
                  Type.DECIMAL,
                  "1",
                  Rules.between(0, 1),
                  "Of what comes without a trace, the part that is traced; what comes with one is as"
                      + " its caller decided."),
              Setting.hot(
                  "service_name",
                  Type.TEXT,
                  "fairlead",
                  Rules.matching("\\S(.{0,98}\\S)?", "1 to 100 characters, no blank at the ends"),
                  "The name of this server among those that are traced."),
              Setting.hot(
                  "queue_size",
                  Type.INTEGER,
                  "2048",
                  Rules.between(16, 65_536),
                  "How many spans wait to be sent; what comes beyond is dropped, and counted."),
              Setting.hot(
                  "export_timeout_secs",
                  Type.INTEGER,
                  "10",
                  Rules.between(1, 60),
                  "How long one export may take."),
              Setting.hot(
                  "statement_text",
                  Type.TEXT,
                  "none",
                  Rules.oneOf("none", "sanitized"),
                  "Whether spans have the statement, with ? for each value.")),
          List.of(TracingSettings::plaintext));

  static TracingSettings read(Map<String, String> stored) {
    SettingsValues values = SCHEMA.read(stored);
    return new TracingSettings(
        values.bool("enabled"),
        URI.create(values.text("endpoint").trim()),
        values.bool("allow_plaintext_remote"),
        new TreeMap<>(values.map("headers")),
        values.decimal("sampling_ratio"),
        values.text("service_name"),
        values.integer("queue_size"),
        values.seconds("export_timeout_secs"),
        values.text("statement_text").equals("sanitized"));
  }

  private static @Nullable String wrongEndpoint(Object value) {
    String expectation =
        "an address like https://collector.example.org:4318/v1/traces, without user, password or #";
    try {
      URI uri = new URI(((String) value).trim());
      boolean right =
          (uri.getScheme() != null && uri.getScheme().matches("https?"))
              && uri.getHost() != null
              && uri.getPort() <= 65_535
              && uri.getPort() != 0
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return right ? null : expectation;
    } catch (URISyntaxException e) {
      return expectation;
    }
  }

  private static List<Fault> plaintext(SettingsValues values) {
    URI endpoint = URI.create(values.text("endpoint").trim());
    if (endpoint.getScheme().equals("https")
        || isLoopback(endpoint.getHost())
        || values.bool("allow_plaintext_remote")) {
      return List.of();
    }
    return List.of(
        new Fault(
            "endpoint",
            endpoint.toString(),
            "https beyond loopback; allow_plaintext_remote = true lets spans and headers go unprotected"));
  }

  /** By its text alone: a name that is looked up may be somebody else's tomorrow. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static @Nullable String wrongHeaders(Object value) {
    Map<?, ?> headers = (Map<?, ?>) value;
    boolean right =
        headers.size() <= MOST_HEADERS
            && headers.entrySet().stream()
                .allMatch(
                    e ->
                        String.valueOf(e.getKey()).matches(HEADER)
                            && !NOT_OURS.contains(
                                String.valueOf(e.getKey()).toLowerCase(java.util.Locale.ROOT))
                            && String.valueOf(e.getValue()).matches(VALUE));
    return right
        ? null
        : "at most "
            + MOST_HEADERS
            + " names of headers that the connection does not set itself, each with printable ASCII";
  }
}
