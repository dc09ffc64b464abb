package io.fairlead.kernel.tls;

import static io.fairlead.kernel.settings.Setting.hot;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.Rules;
import io.fairlead.kernel.settings.Setting;
import io.fairlead.kernel.settings.Setting.Rule;
import io.fairlead.kernel.settings.Setting.Type;
import io.fairlead.kernel.settings.SettingsValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a listener's key and certificates are. Files are named absolutely or from {@code etc/} on.
 *
 * @param clientCa whose certificates clients may show; empty when they are not asked
 * @param handshakeTimeout how long a client may take until bytes can flow
 */
public record TlsSettings(
    String certificate,
    String key,
    Optional<String> clientCa,
    ClientAuth clientAuth,
    Duration handshakeTimeout) {

  /** The settings, to be put into the schema of whoever listens. */
  public static final List<Setting> SETTINGS =
      List.of(
          hot(
              "tls.certificate",
              Type.TEXT,
              null,
              Rule.ANY,
              "PEM file with the server's certificate and those that lead to its authority; without"
                  + " one there is no TLS."),
          hot(
              "tls.key",
              Type.TEXT,
              null,
              Rule.ANY,
              "PEM file with the certificate's private key: PKCS#8, RSA or EC, not encrypted."),
          hot(
              "tls.client_ca",
              Type.TEXT,
              null,
              Rule.ANY,
              "PEM file with the authorities whose certificates clients may show."),
          hot(
              "tls.client_auth",
              Type.TEXT,
              ClientAuth.NONE.text(),
              Rules.oneOf(
                  ClientAuth.NONE.text(), ClientAuth.OPTIONAL.text(), ClientAuth.REQUIRED.text()),
              "Whether clients show a certificate; the common name of its subject is the user."),
          hot(
              "tls.handshake_timeout_secs",
              Type.INTEGER,
              "10",
              Rules.between(1, 600),
              "A client whose handshake takes longer is closed."));

  /** What was set; empty when there is to be no TLS. */
  public static Optional<TlsSettings> of(SettingsValues values) {
    return values
        .optionalText("tls.certificate")
        .map(
            certificate ->
                new TlsSettings(
                    certificate,
                    values.text("tls.key"),
                    values.optionalText("tls.client_ca"),
                    ClientAuth.of(values.text("tls.client_auth")),
                    values.seconds("tls.handshake_timeout_secs")));
  }

  /** What is wrong between them, for the schema's checks. */
  public static List<Fault> faults(SettingsValues values) {
    List<Fault> faults = new ArrayList<>();
    boolean tls = values.optionalText("tls.certificate").isPresent();
    if (tls != values.optionalText("tls.key").isPresent()) {
      faults.add(
          new Fault(
              tls ? "tls.key" : "tls.certificate",
              "nothing",
              "a file, as the certificate and its key go together"));
    }
    ClientAuth clientAuth = ClientAuth.of(values.text("tls.client_auth"));
    boolean authority = values.optionalText("tls.client_ca").isPresent();
    if (clientAuth == ClientAuth.NONE && authority) {
      faults.add(
          new Fault(
              "tls.client_auth",
              clientAuth.text(),
              "optional or required, as tls.client_ca says whom clients are verified by"));
    } else if (clientAuth != ClientAuth.NONE && !(authority && tls)) {
      faults.add(
          new Fault(
              authority ? "tls.certificate" : "tls.client_ca",
              "nothing",
              "a file, as tls.client_auth is " + clientAuth.text()));
    }
    return faults;
  }
}
