package io.fairlead.kernel.runtime;

import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in {@code deploy/} and has not become what it was put there for. Told once for each
 * change of a file: who takes the files says nothing of those that it cannot take, or says it with
 * each look.
 */
final class DeployFolder {

  private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

  /** Files beyond these are not looked at, in the order of their names. */
  private static final int MOST_FILES = 100;

  /** Names beyond these are not even sorted. */
  private static final int MOST_NAMES = 10_000;

  /** For so many looks a file is left to those who take it. */
  private static final int PATIENCE = 3;

  /** Before the location of a file whose features Karaf has taken as a bundle. */
  private static final String FEATURES = "feature:";

  /**
   * @param bundle who it says it is; null when it is no bundle
   * @param looks how often it has been seen like this without having become anything
   */
  private record Seen(
      long size,
      long modified,
      DeployedFile.@Nullable Identity bundle,
      int looks,
      @Nullable String reason) {
    boolean isAs(Seen other) {
      return size == other.size && modified == other.modified;
    }

    Seen next(int looks, @Nullable String reason) {
      return new Seen(size, modified, bundle, looks, reason);
    }
  }

  private final BundleContext context;
  private final Path folder;
  private final DeployJournal journal;
  private Map<String, Seen> seen = Map.of();
  private volatile List<Rejection> rejections = List.of();

  DeployFolder(BundleContext context, Path folder, DeployJournal journal) {
    this.context = context;
    this.folder = folder;
    this.journal = journal;
  }

  List<Rejection> rejections() {
    return rejections;
  }

  /** To be called every second or so, on one thread. */
  void look() throws IOException {
    journal.begin();
    Bundle[] installed = context.getBundles();
    Map<String, Bundle> bundles =
        Arrays.stream(installed)
            .collect(Collectors.toMap(Bundle::getLocation, Function.identity(), (a, b) -> a));
    Map<String, Seen> next = new TreeMap<>();
    List<Rejection> found = new ArrayList<>();
    for (Path file : files()) {
      String location = location(file);
      String name = file.getFileName().toString();
      Seen before = seen.get(name);
      Bundle bundle = bundles.getOrDefault(location, bundles.get(FEATURES + location));
      boolean replaced = false;
      if (bundle == null && before != null) {
        bundle = updated(before.bundle(), installed);
        replaced = bundle != null;
      }
      Seen now = look(file, bundle, before, installed);
      if (now != null) {
        if (before != null && before.isAs(now)) {
          journal.lies(file, now.size(), now.modified(), bundle, replaced);
        }
        next.put(name, now);
        if (now.reason() != null) {
          found.add(new Rejection(bundleName(bundle), "deploy/" + name, now.reason()));
        }
      }
    }
    seen = next;
    rejections = List.copyOf(found);
    journal.end();
  }

  /**
   * Who takes the files updates a bundle that came from elsewhere with a file of its name and
   * version, and leaves it the location that it has.
   */
  private static @Nullable Bundle updated(
      DeployedFile.@Nullable Identity file, Bundle[] installed) {
    return file == null
        ? null
        : Arrays.stream(installed).filter(file::isOf).findFirst().orElse(null);
  }

  private @Nullable Seen look(
      Path file, @Nullable Bundle bundle, @Nullable Seen before, Bundle[] installed)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
    long size = attributes.size();
    long modified = attributes.lastModifiedTime().toMillis();
    if (before == null || before.size() != size || before.modified() != modified) {
      return new Seen(size, modified, DeployedFile.identity(file), 0, null);
    }
    String former = former(file, bundle, before.bundle(), installed);
    if (bundle != null && former == null && !BundleProblem.isSuspected(bundle, startLevel())) {
      return before.next(0, null);
    }
    // Who swaps a bundle stops it for a moment.
    int looks = Math.min(before.looks() + 1, PATIENCE);
    if (looks < PATIENCE) {
      return before.next(looks, null);
    }
    String known = before.reason();
    String reason = former == null ? problem(file, bundle, before) : former;
    if (reason != null && !reason.equals(known)) {
      LOG.warn("deploy/{}: {}", file.getFileName(), reason);
    }
    return before.next(looks, reason);
  }

  private @Nullable String problem(Path file, @Nullable Bundle bundle, Seen before) {
    String known = before.reason();
    if (bundle != null) {
      FrameworkWiring wiring =
          context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
      return BundleProblem.of(bundle, wiring, known);
    }
    return known == null || before.looks() < PATIENCE ? DeployedFile.problem(file) : known;
  }

  /**
   * Whoever takes the files leaves a bundle as it is when what its file holds now cannot be taken:
   * that there are two of a name and version is never allowed. Null when it is as the file says.
   */
  private static @Nullable String former(
      Path file,
      @Nullable Bundle bundle,
      DeployedFile.@Nullable Identity lies,
      Bundle[] installed) {
    if (bundle == null
        || lies == null
        || lies.isOf(bundle)
        || !bundle.getLocation().equals(location(file))) {
      return null;
    }
    Bundle same = updated(lies, installed);
    return "%s %s was not taken%s; what runs is the file's former content, %s %s"
        .formatted(
            lies.symbolicName(),
            lies.version(),
            same == null ? ": the log says why" : ", it is installed from " + same.getLocation(),
            bundle.getSymbolicName(),
            bundle.getVersion());
  }

  private int startLevel() {
    return context
        .getBundle(Constants.SYSTEM_BUNDLE_ID)
        .adapt(FrameworkStartLevel.class)
        .getStartLevel();
  }

  private List<Path> files() throws IOException {
    List<Path> result = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder,
            each -> !each.getFileName().toString().startsWith(".") && Files.isRegularFile(each))) {
      for (Path each : all) {
        if (result.size() == MOST_NAMES) {
          break;
        }
        result.add(each);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // an instance need not have one
    }
    result.sort(null);
    return result.subList(0, Math.min(result.size(), MOST_FILES));
  }

  /** As File Install names it: {@code file:/}, where a path of its own would have three slashes. */
  private static String location(Path file) {
    return file.toFile().toURI().normalize().toString();
  }

  private static String bundleName(@Nullable Bundle bundle) {
    return bundle == null ? "" : String.valueOf(bundle.getSymbolicName());
  }
}
