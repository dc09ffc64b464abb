package io.fairlead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class CredentialsTest {

  private static final String PASSWORD = "Basic YWRtaW46cmlnaHQ=";
  private static final X509Certificate[] CHAIN = new X509Certificate[1];

  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBdTCCARugAwIBAgIUasgEGtRpGxLR0Dhd/EhYD+oZoMwwCgYIKoZIzj0EAwIw
      EDEOMAwGA1UEAwwFYWRtaW4wHhcNMjYxMTI2MTQ0NjE2WhcNMjYxMTI3MTQ0NjE2
      WjAQMQ4wDAYDVQQDDAVhZG1pbjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHPH
      XiEtZfz9RsOjKyqK4ikzCrDqjSstCVeeB6b9TEEgoUi7t3mJEQv9aa2v06O5gl7s
      HebJiUzqWZhnMCNVGWujUzBRMB0GA1UdDgQWBBSNlJApqy/WhA34PX2g2HDJQP9q
      SzAfBgNVHSMEGDAWgBSNlJApqy/WhA34PX2g2HDJQP9qSzAPBgNVHRMBAf8EBTAD
      AQH/MAoGCCqGSM49BAMCA0gAMEUCIEq0ZID9iYdsQ2NW500rr6mRvtEdCGF7GUW0
      1OonF4XOAiEA1Uas6W0FGuB1xjY+PAB99PtLHGjjdjlcRkJjhhcpgWE=
      -----END CERTIFICATE-----
      """;

  private static HttpServletRequest request(Map<String, List<String>> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            CredentialsTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getHeader" ->
                      headers.getOrDefault(arguments[0], List.of()).stream()
                          .findFirst()
                          .orElse(null);
                  case "getHeaders" ->
                      Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                  case "getAttribute" -> CHAIN;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static HttpServletRequest from(String origin, String authorization) {
    return request(
        Map.of(
            "Host", List.of("localhost:8080"),
            "Origin", List.of(origin),
            "Authorization", List.of(authorization)));
  }

  @Test
  public void whatTheBrowserAddsCountsForOurOwnPagesAlone() {
    HttpServletRequest own = from("http://localhost:8080", PASSWORD);
    assertEquals(PASSWORD, Credentials.authorization(own));
    for (String origin : List.of("https://console.example.org", "null", "http://localhost")) {
      assertNull(origin, Credentials.authorization(from(origin, PASSWORD)));
      assertEquals(origin, "bearer x", Credentials.authorization(from(origin, "bearer x")));
    }
  }

  @Test
  public void aCertificateCountsForOurOwnPagesAlone() throws Exception {
    CHAIN[0] =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(PEM.getBytes(US_ASCII)));
    assertSame(CHAIN[0], Credentials.certificate(from("http://localhost:8080", PASSWORD)));
    assertSame(CHAIN[0], Credentials.certificate(request(Map.of("Host", List.of("localhost")))));
    assertNull(Credentials.certificate(from("https://console.example.org", "Bearer x")));
    assertNull(
        Credentials.certificate(
            request(
                Map.of(
                    "Host", List.of("localhost"),
                    "Origin", List.of("http://localhost", "https://console.example.org")))));
  }

  @Test
  public void saidTwiceIsRefused() {
    HttpServletRequest twice = request(Map.of("Authorization", List.of(PASSWORD, "Bearer x")));
    assertThrows(Unauthenticated.class, () -> Credentials.authorization(twice));
  }
}
