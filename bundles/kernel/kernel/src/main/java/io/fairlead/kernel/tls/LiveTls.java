package io.fairlead.kernel.tls;

import io.fairlead.kernel.error.Unavailable;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of one listener, as its files say now. {@link #look} takes up what has changed: from then
 * on new handshakes get it, and whoever is connected notices nothing. Files that are broken leave
 * in force what was. Safe for use by many threads.
 */
public final class LiveTls {

  private static final Logger LOG = LoggerFactory.getLogger(LiveTls.class);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final Duration BETWEEN_HANDSHAKE_LOGS = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 200;

  private record InForce(TlsMaterial material, SSLContext context, String[] suites, Instant since) {
    X509Certificate certificate() {
      return material.chain().get(0);
    }

    Instant expiresAt() {
      return certificate().getNotAfter().toInstant();
    }
  }

  private record Failure(String reason, Instant at) {}

  private final String usedBy;
  private final TlsSettings settings;
  private final Path folder;
  private final InstantSource clock;
  private final List<Path> files;
  private final ExpiryNotices notices = new ExpiryNotices();
  private final LongAdder failedHandshakes = new LongAdder();
  private final AtomicReference<Instant> handshakeLogged = new AtomicReference<>(Instant.MIN);
  private List<FileStamp> taken;
  private List<FileStamp> seen;
  private volatile InForce inForce;
  private volatile @Nullable Failure failure;

  /**
   * Reads the files.
   *
   * @param usedBy whose TLS this is, for logs and the API: {@code listener native}
   * @param folder what names of files start from
   * @throws Unavailable with what is wrong with them
   */
  public LiveTls(String usedBy, TlsSettings settings, Path folder, InstantSource clock) {
    this.usedBy = usedBy;
    this.settings = settings;
    this.folder = folder;
    this.clock = clock;
    this.files =
        Stream.concat(
                Stream.of(settings.certificate(), settings.key()), settings.clientCa().stream())
            .map(folder::resolve)
            .toList();
    // Before they are read: what changes meanwhile is seen as a change.
    this.taken = FileStamp.of(files);
    this.seen = taken;
    this.inForce = inForce(TlsMaterial.read(settings, folder));
    announce(inForce);
    noticeExpiry();
  }

  /** Why these files cannot come into force; empty when they can. */
  public static Optional<String> problem(TlsSettings settings, Path folder) {
    try {
      TlsMaterial.read(settings, folder);
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What it was made with. */
  public TlsSettings settings() {
    return settings;
  }

  /** An engine for one client, with the certificate of now. */
  public SSLEngine engine() {
    InForce now = inForce;
    SSLEngine engine = now.context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(now.suites());
    parameters.setUseCipherSuitesOrder(true);
    switch (settings.clientAuth()) {
      case NONE -> {}
      case OPTIONAL -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** For a server that wants to see one before it asks for engines. */
  public SSLContext context() {
    return inForce.context();
  }

  /** Why the files as they are now are not in force. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure).map(Failure::reason);
  }

  /**
   * Takes up what has changed once it no longer changes: whoever replaces a certificate and its key
   * does it one after the other. Reads small files; to be called every second or so.
   */
  public synchronized void look() {
    List<FileStamp> now = FileStamp.of(files);
    boolean still = now.equals(seen);
    seen = now;
    if (still && (!now.equals(taken) || failure != null)) {
      taken = now;
      takeUp();
    }
    noticeExpiry();
  }

  private void takeUp() {
    try {
      TlsMaterial material = TlsMaterial.read(settings, folder);
      boolean same = MessageDigest.isEqual(material.digest(), inForce.material().digest());
      if (!same) {
        inForce = inForce(material);
        notices.again();
      }
      if (!same || failure != null) {
        announce(inForce);
      }
      failure = null;
    } catch (Unavailable e) {
      String reason = String.valueOf(e.getMessage());
      Failure before = failure;
      if (before == null || !before.reason().equals(reason)) {
        LOG.warn("{}: goes on with the certificate that it has: {}", usedBy, reason);
        failure = new Failure(reason, clock.instant());
      }
    }
  }

  private InForce inForce(TlsMaterial material) {
    SSLContext context = material.context();
    return new InForce(
        material,
        context,
        modern(context.getDefaultSSLParameters().getCipherSuites()),
        clock.instant());
  }

  /** Authenticated ciphers with keys of their own for each connection (RFC 9325, section 4.2). */
  private static String[] modern(String[] suites) {
    return Arrays.stream(suites)
        .filter(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"))
        .filter(suite -> suite.contains("_ECDHE_") || !suite.contains("_WITH_"))
        .toArray(String[]::new);
  }

  private void announce(InForce now) {
    LOG.info(
        "{}: TLS with the certificate of {}, until {}",
        usedBy,
        now.certificate().getSubjectX500Principal().getName(),
        now.expiresAt());
  }

  private void noticeExpiry() {
    Instant now = clock.instant();
    Instant end = inForce.expiresAt();
    if (notices.due(now, end)) {
      LOG.warn(
          "{}: the certificate {} {}: {}",
          usedBy,
          now.isBefore(end) ? "ends at" : "has ended at",
          end,
          files.get(0));
    }
  }

  /** A client did not get through the handshake; said once in a while, since it may be a scan. */
  public void handshakeFailed(String from, @Nullable String why) {
    failedHandshakes.increment();
    Instant last = handshakeLogged.get();
    Instant now = clock.instant();
    if (last.isBefore(now.minus(BETWEEN_HANDSHAKE_LOGS))
        && handshakeLogged.compareAndSet(last, now)) {
      LOG.info("{}: no TLS handshake with {}: {}", usedBy, from, readable(why));
    }
  }

  /** What the other side may have had a hand in. */
  private static String readable(@Nullable String text) {
    String known = text == null ? "it ended" : text.replaceAll("\\p{Cntrl}", "?");
    return known.substring(0, Math.min(LONGEST_REASON, known.length()));
  }

  /** As it is in force. */
  public TlsView view() {
    InForce now = inForce;
    Failure failed = failure;
    X509Certificate certificate = now.certificate();
    return new TlsView(
        usedBy,
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        names(certificate),
        certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT),
        certificate.getNotBefore().toInstant(),
        now.expiresAt(),
        settings.clientAuth().text(),
        now.since(),
        failedHandshakes.sum(),
        failed == null ? null : failed.reason(),
        failed == null ? null : failed.at());
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .map(name -> name.get(1))
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
