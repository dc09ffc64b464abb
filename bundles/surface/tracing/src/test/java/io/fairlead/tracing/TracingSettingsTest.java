package io.fairlead.tracing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class TracingSettingsTest {

  @Test
  public void nothingIsSentUnlessSomebodySaysSo() {
    assertFalse(TracingSettings.read(Map.of()).enabled());
  }

  @Test
  public void plaintextGoesNoFurtherThanLoopbackUnlessTheDangerIsNamed() {
    for (String near :
        List.of(
            "http://localhost:4318/v1/traces",
            "http://127.1.2.3/x",
            "http://[::1]:4318/v1/traces")) {
      assertEquals(near, TracingSettings.read(Map.of("endpoint", near)).endpoint().toString());
    }
    for (String far :
        List.of(
            "http://10.0.0.1/v1/traces",
            "http://127.0.0.1.example.org/v1/traces",
            "http://localhost.example.org/")) {
      String message = refusal(Map.of("endpoint", far));
      assertTrue(message, message.contains("allow_plaintext_remote"));
      TracingSettings.read(Map.of("endpoint", far, "allow_plaintext_remote", "true"));
      TracingSettings.read(Map.of("endpoint", far.replace("http:", "https:")));
    }
  }

  @Test
  public void anEndpointIsAPlainAddress() {
    for (String wrong :
        List.of(
            "collector:4318",
            "ftp://127.0.0.1/",
            "http:///v1/traces",
            "https://eve:secret@example.org/",
            "https://example.org/?key=secret",
            "https://example.org/#x",
            "https://example.org:99999/",
            "http://exa mple/")) {
      String message = refusal(Map.of("endpoint", wrong));
      assertTrue(message, message.contains("https://collector.example.org:4318/v1/traces"));
    }
  }

  @Test
  public void headersAreSecretAndCheckedAndNeverInAMessage() {
    assertEquals(
        Map.of("x-api-key", "s3cret"),
        TracingSettings.read(Map.of("headers.x-api-key", "s3cret")).headers());
    for (String name : List.of("headers.Host", "headers.Content-Length", "headers.a b")) {
      assertFalse(refusal(Map.of(name, "s3cret")).contains("s3cret"));
    }
    assertFalse(refusal(Map.of("headers.a", "s3cret\r\nx: y")).contains("s3cret"));
    assertFalse(TracingSettings.SCHEMA.mayBeShown("headers.a"));
  }

  @Test
  public void numbersHaveBounds() {
    refusal(Map.of("sampling_ratio", "1.1"));
    refusal(Map.of("sampling_ratio", "-0.1"));
    refusal(Map.of("queue_size", "15"));
    refusal(Map.of("queue_size", "65537"));
    refusal(Map.of("export_timeout_secs", "0"));
    refusal(Map.of("service_name", " "));
    assertEquals(0.25, TracingSettings.read(Map.of("sampling_ratio", "0.25")).samplingRatio(), 0);
  }

  private static String refusal(Map<String, String> stored) {
    return String.valueOf(
        assertThrows(stored.toString(), Invalid.class, () -> TracingSettings.read(stored))
            .getMessage());
  }
}
