package io.fairlead.kernel.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate with its key, made by the test that needs it; those that it issues are verified by
 * it. For tests of whatever has TLS.
 */
public final class TestCertificates {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final char[] NO_PASSWORD = {};

  private static final int SEQUENCE = 0x30;
  private static final int SET_OF_EXTENSIONS = 0xA3;
  private static final int VERSION = 0xA0;
  private static final int INTEGER = 2;
  private static final int BIT_STRING = 3;
  private static final int OCTET_STRING = 4;
  private static final int UTC = 0x17;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] RSA_WITH_SHA256 = hex("300d06092a864886f70d01010b0500");
  private static final byte[] IS_AUTHORITY = hex("300f0603551d130101ff040530030101ff");
  private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");

  public final PrivateKey key;
  public final X509Certificate certificate;
  private final List<X509Certificate> chain = new ArrayList<>();

  private TestCertificates(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
    chain.add(certificate);
  }

  /** Signs itself. */
  public static TestCertificates authority(String name) {
    KeyPair pair = pair("EC");
    return make(name, pair, Duration.ofDays(365), name, pair.getPrivate(), true, List.of());
  }

  /** For 127.0.0.1 and localhost, for ninety days. */
  public TestCertificates server(String name) {
    return issue(name, "EC", Duration.ofDays(90), "127.0.0.1", "localhost");
  }

  /** One for nobody's address. */
  public TestCertificates client(String name) {
    return issue(name, "EC", Duration.ofDays(90));
  }

  /** Another authority below this one. */
  public TestCertificates intermediate(String name) {
    return below(pair("EC"), name, Duration.ofDays(90), true);
  }

  /** Whatever is wanted, signed by this one. */
  public TestCertificates issue(
      String name, String algorithm, Duration lifetime, String... alternativeNames) {
    return below(pair(algorithm), name, lifetime, false, alternativeNames);
  }

  private TestCertificates below(
      KeyPair pair, String name, Duration lifetime, boolean authority, String... names) {
    TestCertificates made =
        make(
            name,
            pair,
            lifetime,
            certificate.getSubjectX500Principal().getName(),
            key,
            authority,
            List.of(names));
    boolean signsItself =
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    if (!signsItself) {
      made.chain.addAll(chain);
    }
    return made;
  }

  private static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificates make(
      String name,
      KeyPair pair,
      Duration lifetime,
      String issuer,
      PrivateKey issuersKey,
      boolean authority,
      List<String> names) {
    try {
      byte[] algorithm =
          issuersKey.getAlgorithm().equals("EC") ? ECDSA_WITH_SHA256 : RSA_WITH_SHA256;
      Instant now = Instant.now();
      // One that has ended began before that.
      Instant from =
          now.minus(
              lifetime.isNegative() ? lifetime.negated().multipliedBy(2) : Duration.ofHours(1));
      byte[] body =
          der(
              SEQUENCE,
              der(VERSION, der(INTEGER, new byte[] {2})),
              der(INTEGER, new BigInteger(63, RANDOM).toByteArray()),
              algorithm,
              new X500Principal(issuer).getEncoded(),
              der(SEQUENCE, time(from), time(now.plus(lifetime))),
              new X500Principal(name).getEncoded(),
              pair.getPublic().getEncoded(),
              extensions(authority, names));
      Signature signature =
          Signature.getInstance(
              issuersKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(issuersKey);
      signature.update(body);
      byte[] whole =
          der(SEQUENCE, body, algorithm, der(BIT_STRING, new byte[] {0}, signature.sign()));
      return new TestCertificates(
          pair.getPrivate(),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] extensions(boolean authority, List<String> names) {
    List<byte[]> all = new ArrayList<>();
    if (authority) {
      all.add(IS_AUTHORITY);
    }
    if (!names.isEmpty()) {
      byte[] general =
          der(SEQUENCE, names.stream().map(TestCertificates::name).toArray(byte[][]::new));
      all.add(der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTET_STRING, general)));
    }
    return all.isEmpty()
        ? new byte[0]
        : der(SET_OF_EXTENSIONS, der(SEQUENCE, all.toArray(byte[][]::new)));
  }

  private static byte[] name(String name) {
    try {
      return Character.isDigit(name.charAt(0))
          ? der(IP_ADDRESS, InetAddress.getByName(name).getAddress())
          : der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] time(Instant at) {
    return der(UTC, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = body.size();
    if (length < 128) {
      whole.write(length);
    } else {
      byte[] big = BigInteger.valueOf(length).toByteArray();
      int from = big[0] == 0 ? 1 : 0;
      whole.write(128 + big.length - from);
      whole.write(big, from, big.length - from);
    }
    whole.writeBytes(body.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** The certificate and those between it and the authority. */
  public String chainPem() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : chain) {
      try {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Writes {@code NAME.crt} and {@code NAME.key}, each in one step. */
  public TestCertificates write(Path folder, String name) {
    replace(folder.resolve(name + ".crt"), chainPem());
    replace(folder.resolve(name + ".key"), keyPem());
    return this;
  }

  static void replace(Path file, String text) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(
          fresh,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client is made from that trusts this one; with a certificate of its own or without. */
  public SSLContext clientContext(TestCertificates... own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      for (TestCertificates each : own) {
        keys.setKeyEntry("own", each.key, NO_PASSWORD, each.chain.toArray(new X509Certificate[0]));
      }
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
