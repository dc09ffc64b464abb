package io.fairlead.rest.host;

import static io.fairlead.kernel.settings.Setting.hot;

import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.kernel.tls.TlsSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How HTTP is served beside the plain port, in {@code etc/io.fairlead.http.cfg}. All are hot.
 *
 * @param address where HTTPS listens, when there is TLS
 * @param allowPlaintextRemote whether the plain port may be reached from elsewhere
 */
record HttpsSettings(
    String address, int port, Optional<TlsSettings> tls, boolean allowPlaintextRemote) {

  static final String PID = "io.fairlead.http";

  private static final List<Setting> OWN =
      List.of(
          hot(
              "https_address",
              Type.TEXT,
              "127.0.0.1",
              Rules.matching(
                  "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*", "an IP address"),
              "Where HTTPS listens."),
          hot(
              "https_port",
              Type.INTEGER,
              "8443",
              Rules.between(1, 65_535),
              "Where HTTPS listens, once there is a certificate."),
          hot(
              "allow_plaintext_remote",
              Type.BOOLEAN,
              "false",
              Rule.ANY,
              "Lets the port without TLS be reached from elsewhere: everybody on the way reads"
                  + " passwords and tokens along."));

  static final SettingsSchema SCHEMA =
      new SettingsSchema(
          Stream.concat(OWN.stream(), TlsSettings.SETTINGS.stream()).toList(),
          List.of(TlsSettings::faults));

  static final HttpsSettings DEFAULTS = read(Map.of());

  static HttpsSettings read(Map<String, String> stored) {
    SettingsValues values = SCHEMA.read(stored);
    return new HttpsSettings(
        values.text("https_address"),
        values.integer("https_port"),
        TlsSettings.of(values),
        values.bool("allow_plaintext_remote"));
  }
}
