package io.fairlead.itests.swap;

import io.fairlead.itests.Await;
import io.fairlead.itests.inside.Inside;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The framework of a server that runs, by way of a bundle put into its {@code deploy/}. */
public final class Framework implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Socket socket;
  private final BufferedReader in;
  private final List<Origin> missing = new CopyOnWriteArrayList<>();

  private Framework(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * @param instance the folder of the server
   */
  public static Framework of(Path instance) throws IOException {
    deploy(instance, "inside.jar", jar("io.fairlead.itests.inside", Inside.class));
    Path port = instance.resolve("data/inside.port");
    Await.until("the framework can be reached", SOON, () -> Files.exists(port));
    return new Framework(
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(Files.readString(port))));
  }

  /** Puts a file into {@code deploy/} in one step, as somebody careful does. */
  public static void deploy(Path instance, String name, byte[] content) throws IOException {
    Path folder = Files.createDirectories(instance.resolve("deploy"));
    Path draft = instance.resolve(".deploy-" + name);
    Files.write(draft, content);
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A bundle of a class' package, with that class as activator. */
  private static byte[] jar(String name, Class<?> activator) throws IOException {
    Manifest manifest = manifest(name);
    manifest
        .getMainAttributes()
        .putValue(
            "Import-Package",
            "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.framework.wiring");
    manifest.getMainAttributes().putValue("Bundle-Activator", activator.getName());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        Stream<Path> classes = Files.list(folderOf(activator))) {
      for (Path file : (Iterable<Path>) classes::iterator) {
        jar.putNextEntry(
            new JarEntry(activator.getPackageName().replace('.', '/') + "/" + file.getFileName()));
        Files.copy(file, jar);
      }
    }
    return bytes.toByteArray();
  }

  private static Path folderOf(Class<?> type) {
    try {
      return Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The least that a bundle has. */
  public static Manifest manifest(String name) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    attributes.putValue("Bundle-Version", "1.0.0");
    return manifest;
  }

  /** Where a bundle came from, to install it again. */
  public record Origin(String location, String startLevel) {}

  public Origin uninstall(String bundle) {
    List<String> answer = ask("uninstall", bundle);
    Origin origin = new Origin(answer.get(0), answer.get(1));
    missing.add(origin);
    return origin;
  }

  /** Installs what is missing still: whatever came between may have failed. */
  public void restore() {
    List.copyOf(missing).forEach(this::install);
  }

  public void install(Origin origin) {
    ask("install", origin.location(), origin.startLevel());
    missing.remove(origin);
  }

  /** In place, from where it came. */
  public void update(String bundle) {
    ask("update", bundle);
  }

  /** Wires it, and whoever uses it, anew. */
  public void refresh(String bundle) {
    ask("refresh", bundle);
  }

  /** When a bundle last began to start and to stop, in milliseconds since 1970. */
  public record Moments(long starting, long stopping) {}

  public Moments moments(String bundle) {
    List<String> answer = ask("moments", bundle);
    return new Moments(Long.parseLong(answer.get(0)), Long.parseLong(answer.get(1)));
  }

  /** How many class loaders of earlier bundles of this name are alive, after a collection. */
  public int loadersLeft(String bundle) {
    return Integer.parseInt(ask("loaders", bundle).get(0));
  }

  /** The threads that earlier bundles of this name have left. */
  public List<String> threadsLeft(String bundle) {
    return ask("threads", bundle);
  }

  /** Each bundle's id, name, state and time of the last change. */
  public List<String> bundles() {
    return ask("bundles");
  }

  /** Packages that a bundle would import if somebody exported them, as a header has them. */
  public String lacking(String bundle) {
    return String.join("", ask("lacking", bundle));
  }

  /** What has happened to bundles since it was asked last: the kind of event and the name. */
  public List<String> events() {
    return ask("events");
  }

  private synchronized List<String> ask(String... words) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write((String.join("\t", words) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      String line = in.readLine();
      if (line == null || !line.startsWith("ok\t")) {
        throw new AssertionError(Arrays.toString(words) + ": " + line);
      }
      String answer = line.substring(3);
      return answer.isEmpty() ? List.of() : List.of(answer.split("\t"));
    } catch (IOException e) {
      throw new AssertionError(Arrays.toString(words), e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
