package io.fairlead.kernel.tls;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.tls.Pem.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key, its certificate's chain and the authorities of clients, read and found to belong together.
 *
 * @param chain the server's own first
 * @param authorities empty when clients are not asked
 * @param digest of everything that was read
 */
record TlsMaterial(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities, byte[] digest) {

  private static final int MOST_CERTIFICATES = 1_000;
  private static final int SESSIONS_KEPT = 1_024;
  private static final int SESSION_SECS = 3_600;
  private static final char[] NO_PASSWORD = {};

  /**
   * @param folder what names of files start from
   * @throws Unavailable with what is wrong, and where
   */
  static TlsMaterial read(TlsSettings settings, Path folder) {
    Path certificateFile = folder.resolve(settings.certificate());
    Path keyFile = folder.resolve(settings.key());
    Optional<Path> authorityFile = settings.clientCa().map(folder::resolve);
    byte[] certificateBytes = Pem.read(certificateFile);
    byte[] keyBytes = Pem.read(keyFile);
    byte[] authorityBytes = authorityFile.map(Pem::read).orElse(new byte[0]);
    List<X509Certificate> chain = certificates(certificateFile, certificateBytes);
    requireOrder(certificateFile, chain);
    PrivateKey key = key(keyFile, keyBytes);
    requirePair(keyFile, key, certificateFile, chain.get(0));
    List<X509Certificate> authorities =
        authorityFile.map(file -> certificates(file, authorityBytes)).orElse(List.of());
    return new TlsMaterial(
        key, chain, authorities, digest(certificateBytes, keyBytes, authorityBytes));
  }

  private static List<X509Certificate> certificates(Path file, byte[] bytes) {
    List<X509Certificate> result = new ArrayList<>();
    for (Block block : Pem.parse(file, bytes)) {
      if (block.label().equals("CERTIFICATE")) {
        result.add(certificate(file, result.size() + 1, block.der()));
      }
    }
    if (result.isEmpty() || result.size() > MOST_CERTIFICATES) {
      throw new Unavailable(
          file
              + ": "
              + result.size()
              + " certificates (expected: 1 to "
              + MOST_CERTIFICATES
              + ", each from BEGIN CERTIFICATE to END CERTIFICATE)");
    }
    return List.copyOf(result);
  }

  private static X509Certificate certificate(Path file, int number, byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new Unavailable(file + ": certificate " + number + " is not X.509", e);
    }
  }

  private static void requireOrder(Path file, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      try {
        chain.get(i - 1).verify(chain.get(i).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new Unavailable(
            file
                + ": certificate "
                + (i + 1)
                + " has not signed the one before (expected: the server's own first, then each"
                + " one's issuer)",
            e);
      }
    }
  }

  private static PrivateKey key(Path file, byte[] bytes) {
    List<Block> keys =
        Pem.parse(file, bytes).stream().filter(b -> b.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1 || !keys.get(0).label().equals("PRIVATE KEY")) {
      String found =
          keys.isEmpty() ? "none" : String.join(", ", keys.stream().map(Block::label).toList());
      throw new Unavailable(
          file
              + ": the private key: "
              + found
              + " (expected: one PRIVATE KEY, which is PKCS#8 and not encrypted; openssl pkcs8"
              + " -topk8 -nocrypt makes one of any other)");
    }
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(keys.get(0).der()));
      } catch (InvalidKeySpecException e) {
        // Then it is of the other kind.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new Unavailable(file + ": the private key is not one of RSA or EC");
  }

  private static void requirePair(
      Path keyFile, PrivateKey key, Path certificateFile, X509Certificate certificate) {
    boolean pair;
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      byte[] text = certificate.getSerialNumber().toByteArray();
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      pair = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      pair = false;
    }
    if (!pair) {
      throw new Unavailable(
          keyFile + ": not the key of the first certificate in " + certificateFile);
    }
  }

  private static byte[] digest(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(MessageDigest.getInstance("SHA-256").digest(part));
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What engines are made from. A new one for each set of files: it resumes no session of an older
   * one, so that who was verified by an authority that is gone has to show a certificate again.
   */
  SSLContext context() {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust(), null);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS_KEPT);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECS);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new Unavailable("TLS: the key and certificates are not usable: " + e.getMessage(), e);
    }
  }

  /** Without authorities nobody is trusted, and least of all those of the JDK. */
  private TrustManager[] trust() throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return new TrustManager[0];
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      trusted.setCertificateEntry("authority" + i, authorities.get(i));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust.getTrustManagers();
  }
}
