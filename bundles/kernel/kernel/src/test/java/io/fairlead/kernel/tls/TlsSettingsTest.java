package io.fairlead.kernel.tls;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class TlsSettingsTest {

  private static final SettingsSchema SCHEMA =
      new SettingsSchema(TlsSettings.SETTINGS, List.of(TlsSettings::faults));

  private static List<String> faults(String... stored) {
    return assertThrows(Invalid.class, () -> SCHEMA.read(map(stored))).faults().stream()
        .map(fault -> fault.field())
        .toList();
  }

  private static Map<String, String> map(String... stored) {
    java.util.Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < stored.length; i += 2) {
      map.put("tls." + stored[i], stored[i + 1]);
    }
    return map;
  }

  private static Optional<TlsSettings> read(String... stored) {
    return TlsSettings.of(SCHEMA.read(map(stored)));
  }

  @Test
  public void withoutACertificateThereIsNoTls() {
    assertEquals(Optional.empty(), read());
    assertEquals(
        Optional.of(
            new TlsSettings("a", "b", Optional.empty(), ClientAuth.NONE, Duration.ofSeconds(10))),
        read("certificate", "a", "key", "b"));
  }

  @Test
  public void whatDoesNotGoTogetherIsNamed() {
    assertEquals(List.of("tls.key"), faults("certificate", "a"));
    assertEquals(List.of("tls.certificate"), faults("key", "b"));
    assertEquals(
        List.of("tls.client_ca"),
        faults("certificate", "a", "key", "b", "client_auth", "required"));
    assertEquals(
        "asking nobody although somebody vouches for clients",
        List.of("tls.client_auth"),
        faults("certificate", "a", "key", "b", "client_ca", "c"));
    assertEquals(
        "client certificates without TLS",
        List.of("tls.certificate"),
        faults("client_ca", "c", "client_auth", "optional"));
    assertEquals(List.of("tls.client_auth"), faults("client_auth", "maybe"));
    assertEquals(List.of("tls.handshake_timeout_secs"), faults("handshake_timeout_secs", "0"));
  }
}
