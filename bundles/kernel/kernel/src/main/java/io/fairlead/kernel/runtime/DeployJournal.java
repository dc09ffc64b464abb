package io.fairlead.kernel.runtime;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.runtime.DeployMemory.Known;
import io.fairlead.kernel.runtime.DeployMemory.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Tells the audit what is put into {@code deploy/}, changed and taken away, and has what a file
 * replaced given back when the file goes: who takes the files updates a bundle of the product with
 * a file of its name and version, and uninstalls it with the file.
 */
final class DeployJournal {

  /** In place of the hash of a file that cannot be read. */
  private static final String UNREADABLE = "unreadable";

  /** For so many looks a bundle is left to who uninstalls it with its file. */
  private static final int PATIENCE = 3;

  private final Path folder;
  private final DeployMemory memory;
  private final Audit audit;
  private final ReplacedBundles replaced;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Integer> gone = new HashMap<>();
  private boolean read;

  DeployJournal(Path folder, DeployMemory memory, Audit audit, ReplacedBundles replaced) {
    this.folder = folder;
    this.memory = memory;
    this.audit = audit;
    this.replaced = replaced;
  }

  /** Before each look at the files. */
  void begin() throws IOException {
    if (!read) {
      read = true; // what cannot be read is as good as none, and is said once
      memory.read();
    }
  }

  /**
   * A file that was the same when it was last looked at, so that nobody is writing it.
   *
   * @param bundle what it has become, or has updated; null when nothing
   * @param isReplaced whether that bundle came from elsewhere
   */
  void lies(Path file, long size, long modified, @Nullable Bundle bundle, boolean isReplaced) {
    String name = file.getFileName().toString();
    seen.add(name);
    gone.remove(name);
    Known before = memory.of(name);
    Known now = before;
    if (before == null || !before.isAs(size, modified)) {
      String sha256;
      try {
        sha256 = sha256(file);
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        sha256 = UNREADABLE; // and the others are looked at all the same
      }
      now = new Known(size, modified, sha256, before == null ? null : before.origin());
      if (before == null || !before.sha256().equals(sha256)) {
        tell("changeFile", name, before == null ? null : values(before), values(now));
      }
    }
    if (bundle != null && !isReplaced) {
      now = now.with(null); // as after an upgrade: it is a bundle of its own now
    } else if (bundle != null && now.origin() == null) {
      now =
          now.with(
              new Origin(
                  bundle.getLocation(), bundle.adapt(BundleStartLevel.class).getStartLevel()));
    }
    memory.put(name, now);
  }

  /** After each look at the files. */
  void end() throws IOException {
    for (Map.Entry<String, Known> each : memory.known().entrySet()) {
      if (Files.notExists(folder.resolve(each.getKey()))) {
        gone(each.getKey(), each.getValue());
      }
    }
    memory.write();
  }

  private void gone(String name, Known known) {
    int looks = gone.merge(name, 1, Integer::sum);
    if (looks == 1) {
      tell("deleteFile", name, values(known), null);
    }
    // Who takes the files has not seen one that went while nothing ran, and leaves its bundle.
    boolean isLeft = !seen.contains(name) && looks >= PATIENCE;
    if (known.origin() == null || replaced.giveBack(name, known.origin(), isLeft)) {
      gone.remove(name);
      seen.remove(name);
      memory.remove(name);
    }
  }

  private void tell(
      String operation,
      String name,
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after) {
    audit.note(
        new AuditEntry("", "", "file", operation, "deploy/" + name, before, after, AuditEntry.OK));
  }

  private static Map<String, String> values(Known known) {
    Map<String, String> values = new TreeMap<>();
    values.put("size", String.valueOf(known.size()));
    values.put("sha256", known.sha256());
    return values;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
