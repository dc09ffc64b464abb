package io.fairlead.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a client encrypts, whom it trusts and who it says it is. The server's certificate has to be
 * for the host that was asked for.
 *
 * @param ca PEM file with the authorities that are trusted; without one, those of the JDK
 * @param certificate PEM file with the client's own certificate and those that lead to its
 *     authority; goes with a key
 * @param key PEM file with its private key: PKCS#8, RSA or EC, not encrypted
 */
public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

  private static final char[] NO_PASSWORD = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  public Tls {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("a certificate and its key go together");
    }
  }

  /**
   * Encrypts what goes through a socket that is connected; closing it closes that too.
   *
   * @param nobody stands for a client without a certificate
   */
  Socket over(Socket socket, InetSocketAddress address, NoCertificate nobody) throws IOException {
    SSLSocket encrypted =
        (SSLSocket)
            context(nobody)
                .getSocketFactory()
                .createSocket(socket, address.getHostString(), address.getPort(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private SSLContext context(NoCertificate nobody) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(nobody), trust(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = null;
    if (ca.isPresent()) {
      trusted = store();
      for (Certificate each : certificates(ca.get())) {
        trusted.setCertificateEntry("authority " + trusted.size(), each);
      }
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private KeyManager[] keys(NoCertificate nobody) throws GeneralSecurityException, IOException {
    if (certificate.isEmpty() || key.isEmpty()) {
      return new KeyManager[] {nobody};
    }
    KeyStore own = store();
    own.setKeyEntry(
        "own",
        key(key.get()),
        NO_PASSWORD,
        certificates(certificate.get()).toArray(new Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> result = new ArrayList<>();
    try {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      read.forEach(each -> result.add((X509Certificate) each));
    } catch (CertificateException e) {
      throw new IOException(file + ": not a PEM file of certificates", e);
    }
    if (result.isEmpty()) {
      throw new IOException(file + ": no certificate in it");
    }
    return result;
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher found = KEY.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    if (found.find()) {
      byte[] der = decoded(file, found.group(1));
      for (String algorithm : List.of("RSA", "EC")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
          // Then it is of the other kind.
        }
      }
    }
    throw new IOException(
        file + ": no key (expected: PRIVATE KEY, which is PKCS#8, RSA or EC, not encrypted)");
  }

  private static byte[] decoded(Path file, String text) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": the key is not base64", e);
    }
  }
}
