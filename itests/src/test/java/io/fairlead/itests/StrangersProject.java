package io.fairlead.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of {@code examples/notice}, outside this tree, built as the tutorial says: with the user's
 * Maven, against the {@code system/} folder of a distribution. The machine's Maven repository
 * stands in for the network, and a repository of its own takes what Maven brings home.
 */
final class StrangersProject implements AutoCloseable {

  static final Path ROOT = Path.of(System.getProperty("fairlead.root")).toAbsolutePath();
  static final Path EXAMPLE = ROOT.resolve("examples/notice");

  private static final Path REPOSITORY =
      Path.of("target", "strangers-repository-" + ProcessHandle.current().pid()).toAbsolutePath();
  private static final Path SOURCES = Path.of("src/main/java/com/example/notice");
  private static final long BUILD_SECS = 300;

  private final Path folder;
  private final Path distribution;

  private StrangersProject(Path folder, Path distribution) {
    this.folder = folder;
    this.distribution = distribution;
  }

  static StrangersProject against(Path distribution) throws IOException {
    StrangersProject project =
        new StrangersProject(Files.createTempDirectory("fairlead-stranger-"), distribution);
    for (Path file : files()) {
      Path copy = project.folder.resolve(EXAMPLE.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    return project;
  }

  /** The example's files, as they are kept. */
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(EXAMPLE)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !EXAMPLE.relativize(file).startsWith("target"))
          .sorted()
          .toList();
    }
  }

  /** Changes a source, as in an editor. */
  void edit(String source, String from, String to) throws IOException {
    Path file = folder.resolve(SOURCES).resolve(source);
    String before = Files.readString(file);
    if (!before.contains(from)) {
      throw new AssertionError(source + " has no " + from);
    }
    Files.writeString(file, before.replace(from, to));
  }

  /** Builds it; a warning counts as a failure. Returns the jar. */
  Path build() throws IOException, InterruptedException {
    Path settings = folder.resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings><mirrors><mirror>
          <id>machine</id><mirrorOf>*,!fairlead</mirrorOf><url>%s</url>
        </mirror></mirrors></settings>
        """
            .formatted(Path.of(System.getProperty("maven.repo")).toUri()));
    Path said = folder.resolve("build.log");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B"));
    command.addAll(List.of("-s", settings.toString(), "-gs", settings.toString()));
    command.addAll(List.of("-Dmaven.repo.local=" + REPOSITORY, "-Dfairlead=" + distribution));
    command.addAll(List.of("-ntp", "clean", "package"));
    Process maven =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!maven.waitFor(BUILD_SECS, TimeUnit.SECONDS)) {
      maven.descendants().forEach(ProcessHandle::destroyForcibly);
      maven.destroyForcibly();
    }
    String log = Files.readString(said);
    if (maven.waitFor() != 0 || log.lines().anyMatch(StrangersProject::isWarning)) {
      throw new AssertionError(
          "the stranger's build ended with " + maven.exitValue() + ":\n" + log);
    }
    return folder.resolve("target/notice.jar");
  }

  /** A local repository that stands in for a remote one keeps no checksums. */
  private static boolean isWarning(String line) {
    return line.startsWith("[WARNING]") && !line.contains("Could not validate integrity");
  }

  /** Copies the built jar into the server's deploy folder, as {@code cp} does. */
  void deployTo(Server server) throws IOException {
    Files.copy(
        folder.resolve("target/notice.jar"), deployed(server), StandardCopyOption.REPLACE_EXISTING);
  }

  static Path deployed(Server server) {
    return server.instance.resolve("deploy/notice.jar");
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
