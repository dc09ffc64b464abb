package io.fairlead.kernel.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** What a file in {@code deploy/} is, and why it is nothing that could be taken. */
final class DeployedFile {

  /** Others take these, and say themselves what is wrong with them. */
  private static final Set<String> OTHERS = Set.of("cfg", "config", "kar");

  private static final long LARGEST_XML = 1 << 20;
  private static final int LONGEST_REASON = 300;

  /** What tells a bundle from all others, wherever it came from. */
  record Identity(String symbolicName, Version version) {
    boolean isOf(Bundle bundle) {
      return symbolicName.equals(bundle.getSymbolicName()) && version.equals(bundle.getVersion());
    }
  }

  private DeployedFile() {}

  /** Null when it is no bundle, or not yet one. */
  static @Nullable Identity identity(Path file) {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      String name =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
      return name == null
          ? null
          : new Identity(
              name.replaceFirst(";.*", "").strip(),
              Version.parseVersion(
                  manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION)));
    } catch (IOException | RuntimeException e) {
      return null; // problem() says it, once the file has had its time
    }
  }

  /** Null where nothing is to be said. */
  static @Nullable String problem(Path file) {
    String name = file.getFileName().toString();
    String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (OTHERS.contains(kind)) {
      return null;
    }
    String problem =
        switch (kind) {
          case "jar" -> ofJar(file);
          case "xml" -> ofXml(file);
          default ->
              "nobody takes files of this kind (expected: a bundle, as .jar; features, as .xml)";
        };
    return problem.length() > LONGEST_REASON ? problem.substring(0, LONGEST_REASON) + "…" : problem;
  }

  private static String ofJar(Path file) {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      return manifest == null
              || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null
          ? "a jar that is no bundle: its manifest has no Bundle-SymbolicName"
          : "a bundle that was not installed: the log says why";
    } catch (IOException | RuntimeException e) {
      return "not a readable jar: " + e.getMessage();
    }
  }

  private static String ofXml(Path file) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream bytes = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST_XML) {
        return "longer than features may be (expected: at most " + LARGEST_XML + " bytes)";
      }
      XMLStreamReader reader = factory.createXMLStreamReader(bytes);
      String root = "";
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT && root.isEmpty()) {
          root = reader.getLocalName();
        }
      }
      return root.equals("features")
          ? "features that were not taken: the log says why"
          : "not features: its element is <" + root + "> (expected: <features>)";
    } catch (XMLStreamException e) {
      return "not XML: line %d, column %d: %s"
          .formatted(
              e.getLocation().getLineNumber(), e.getLocation().getColumnNumber(), sentence(e));
    } catch (IOException | RuntimeException e) {
      return "not readable: " + e.getMessage();
    }
  }

  /** Without the place, which the JDK puts on a line of its own before it. */
  private static String sentence(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(
        message.indexOf("Message: ") < 0 ? 0 : message.indexOf("Message: ") + 9);
  }
}
