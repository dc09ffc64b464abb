package io.fairlead.kernel.tls;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TlsMaterialTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");

  private Path root() {
    return folder.getRoot().toPath();
  }

  private TlsMaterial read() {
    return TlsMaterial.read(settings(Optional.empty()), root());
  }

  private static TlsSettings settings(Optional<String> clientCa) {
    return new TlsSettings(
        "a.crt",
        "a.key",
        clientCa,
        clientCa.isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE,
        Duration.ofSeconds(10));
  }

  private String refusal() {
    String message = assertThrows(Unavailable.class, this::read).getMessage();
    assertTrue(message, message.startsWith(root().toString()));
    return message.substring(root().toString().length() + 1);
  }

  @Test
  public void keysOfBothKindsAndAChainAreRead() {
    for (String algorithm : new String[] {"EC", "RSA"}) {
      authority
          .intermediate("CN=Between")
          .issue("CN=a", algorithm, Duration.ofDays(9))
          .write(root(), "a");
      TlsMaterial read = read();
      assertEquals(2, read.chain().size());
      assertEquals(algorithm, read.key().getAlgorithm());
      assertEquals(0, read.authorities().size());
    }
  }

  @Test
  public void whatToolsWriteBetweenTheBlocksIsNoMatter() throws Exception {
    TestCertificates made = authority.server("CN=a").write(root(), "a");
    Files.writeString(
        root().resolve("a.crt"),
        "Bag Attributes\r\n    friendlyName: a\r\nsubject=CN = a\r\n"
            + made.chainPem().replace("\n", "\r\n")
            + "\r\n");
    assertEquals(made.certificate, read().chain().get(0));
    assertFalse(read().digest().length == 0);
  }

  @Test
  public void eachFaultIsNamedWithItsFile() throws Exception {
    TestCertificates made = authority.server("CN=a").write(root(), "a");
    Path crt = root().resolve("a.crt");
    Path key = root().resolve("a.key");

    Files.delete(crt);
    assertEquals("a.crt: there is no such file", refusal());
    Files.writeString(crt, "hello");
    assertTrue(refusal(), refusal().startsWith("a.crt: 0 certificates (expected: 1 to 1000"));
    Files.writeString(crt, made.chainPem().replace("-----END CERTIFICATE-----", ""));
    assertTrue(refusal(), refusal().endsWith("(expected: -----END CERTIFICATE-----)"));
    Files.writeString(crt, TestCertificates.pem("CERTIFICATE", new byte[] {1, 2, 3}));
    assertEquals("a.crt: certificate 1 is not X.509", refusal());
    Files.writeString(crt, made.chainPem().replace("MII", "M§I"));
    assertTrue(refusal(), refusal().endsWith(": what ends here is not base64"));
    Files.writeString(crt, made.chainPem() + authority.client("CN=b").chainPem());
    assertTrue(refusal(), refusal().startsWith("a.crt: certificate 2 has not signed"));
    Files.write(crt, new byte[(1 << 20) + 1]);
    assertEquals("a.crt: longer than 1048576 bytes", refusal());

    made.write(root(), "a");
    for (String label :
        new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
      Files.writeString(key, made.keyPem().replace("PRIVATE KEY", label));
      assertTrue(refusal(), refusal().contains(label + " (expected: one PRIVATE KEY"));
      assertTrue(refusal(), refusal().contains("openssl pkcs8"));
    }
    Files.writeString(key, made.keyPem().replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\n"));
    assertTrue(refusal(), refusal().contains("a header, as of an encrypted key"));
    Files.writeString(key, made.keyPem() + made.keyPem());
    assertTrue(refusal(), refusal().contains("PRIVATE KEY, PRIVATE KEY (expected: one"));
    Files.writeString(key, "");
    assertTrue(refusal(), refusal().contains("none (expected: one"));
    Files.writeString(key, TestCertificates.pem("PRIVATE KEY", new byte[] {4, 2}));
    assertEquals("a.key: the private key is not one of RSA or EC", refusal());
    Files.writeString(key, authority.server("CN=a").keyPem());
    assertEquals("a.key: not the key of the first certificate in " + crt, refusal());
    Files.writeString(key, authority.issue("CN=a", "RSA", Duration.ofDays(1)).keyPem());
    assertEquals("a.key: not the key of the first certificate in " + crt, refusal());
  }

  @Test
  public void garbageIsRefusedAndNothingElseHappens() throws Exception {
    TestCertificates made = authority.server("CN=a").write(root(), "a");
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (String name : new String[] {"a.crt", "a.key"}) {
      byte[] right =
          (name.equals("a.crt") ? made.chainPem() : made.keyPem())
              .getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < 500; i++) {
        byte[] bytes = broken(right, random);
        Files.write(root().resolve(name), bytes);
        try {
          read();
        } catch (Unavailable e) {
          assertTrue("seed " + seed, String.valueOf(e.getMessage()).contains(name));
        }
      }
      Files.write(root().resolve(name), right);
    }
    assertEquals(made.certificate, read().chain().get(0));
  }

  private static byte[] broken(byte[] right, Random random) {
    byte[] bytes = right.clone();
    if (random.nextInt(4) == 0) {
      byte[] any = new byte[random.nextInt(2_000)];
      random.nextBytes(any);
      return any;
    }
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextBoolean()
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }

  @Test
  public void whoSignsForClientsIsReadToo() throws IOException {
    authority.server("CN=a").write(root(), "a");
    Files.writeString(
        root().resolve("ca.crt"),
        authority.chainPem() + TestCertificates.authority("CN=Other").chainPem());
    TlsMaterial read = TlsMaterial.read(settings(Optional.of("ca.crt")), root());
    assertEquals(2, read.authorities().size());
    TlsMaterial absolute =
        TlsMaterial.read(settings(Optional.of(root().resolve("ca.crt").toString())), root());
    assertArrayEquals(read.digest(), absolute.digest());
  }
}
