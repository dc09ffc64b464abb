package io.fairlead.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layer rules of ARCHITECTURE.md, held against built manifests.
 *
 * <p>The table's rows name a family ({@code traffic}) or bundles of one ({@code surface/rest-*});
 * the longest row that fits a bundle is its rule. The second column names the bundles whose
 * packages it may import. A bundle may always import from itself and from the {@code *-api} bundles
 * and the kernel of its own family.
 */
final class Layers {

  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "JDK", List.of("java.", "javax.", "sun.misc"),
          "slf4j", List.of("org.slf4j"),
          "OSGi", List.of("org.osgi."),
          "JSpecify", List.of("org.jspecify."),
          "Nimbus JOSE", List.of("com.nimbusds."));

  private final Map<String, List<String>> rows;
  private final List<String> exporters;

  private Layers(Map<String, List<String>> rows, List<String> exporters) {
    this.rows = rows;
    this.exporters = exporters;
  }

  /** A bundle as it was built; {@code place} is its folder below bundles/: traffic/pool-jdbc. */
  record Built(String place, Set<String> imports, Set<String> exports) {

    String family() {
      return place.substring(0, place.indexOf('/'));
    }

    String name() {
      return place.substring(place.indexOf('/') + 1);
    }
  }

  /** Reads the tables. */
  static Layers parse(String architecture) {
    Map<String, List<String>> rows = table(architecture, "family", "may import");
    List<String> exporters = List.copyOf(table(architecture, "bundle", "may export").keySet());
    if (rows.isEmpty() || exporters.isEmpty()) {
      throw new IllegalArgumentException(
          "ARCHITECTURE.md: found rows "
              + rows.keySet()
              + " and exporters "
              + exporters
              + " (expected: tables headed \"family | may import\" and \"bundle | may export\")");
    }
    return new Layers(rows, exporters);
  }

  /** Every bundle below the folder, from the jar that the build made of it. */
  static List<Built> built(Path bundles) {
    List<Built> result = new ArrayList<>();
    try (DirectoryStream<Path> families = Files.newDirectoryStream(bundles, Files::isDirectory)) {
      for (Path family : families) {
        try (DirectoryStream<Path> leaves =
            Files.newDirectoryStream(family, leaf -> Files.exists(leaf.resolve("pom.xml")))) {
          for (Path leaf : leaves) {
            result.add(read(family.getFileName() + "/" + leaf.getFileName(), jarOf(leaf)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  private static Path jarOf(Path leaf) throws IOException {
    String pattern = "fairlead-" + leaf.getFileName() + "-[0-9]*.jar";
    if (Files.isDirectory(leaf.resolve("target"))) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(leaf.resolve("target"), pattern)) {
        for (Path jar : jars) {
          if (!jar.getFileName().toString().matches(".*-(tests|sources|javadoc)\\.jar")) {
            return jar;
          }
        }
      }
    }
    throw new IllegalStateException(leaf + " is not built (expected: target/" + pattern + ")");
  }

  private static Built read(String place, Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      return built(place, manifest.getValue("Import-Package"), manifest.getValue("Export-Package"));
    }
  }

  /** From the two headers as a manifest has them; either may be absent. */
  static Built built(String place, String importHeader, String exportHeader) {
    return new Built(place, packages(importHeader), packages(exportHeader));
  }

  /**
   * One sentence for each import or export against the rules, and for each row without a bundle.
   */
  List<String> violations(List<Built> bundles) {
    Map<String, Built> owners = new LinkedHashMap<>();
    bundles.forEach(bundle -> bundle.exports().forEach(name -> owners.put(name, bundle)));
    List<String> result = new ArrayList<>();
    Set<String> unused = new TreeSet<>(rows.keySet());
    for (Built bundle : bundles) {
      String row = rowOf(bundle.place());
      if (row == null) {
        result.add(bundle.place() + ": no row of the table fits it");
        continue;
      }
      unused.remove(row);
      for (String name : new TreeSet<>(bundle.imports())) {
        String wrong = wrongImport(bundle, row, name, owners.get(name));
        if (wrong != null) {
          result.add(wrong);
        }
      }
      if (!bundle.exports().isEmpty()
          && exporters.stream().noneMatch(e -> fits(e, bundle.place()))) {
        result.add(
            bundle.place()
                + " exports "
                + new TreeSet<>(bundle.exports())
                + ", and may export nothing");
      }
    }
    unused.forEach(row -> result.add("the table's row " + row + " fits no bundle"));
    return result;
  }

  private String wrongImport(Built bundle, String row, String name, Built owner) {
    List<String> allowed = rows.get(row);
    if (name.startsWith("io.fairlead.")) {
      if (owner == null) {
        return bundle.place() + " imports " + name + ", which no bundle exports";
      }
      boolean ownFamily =
          owner.family().equals(bundle.family())
              && (owner.name().endsWith("-api") || owner.name().equals(owner.family()));
      return owner == bundle || ownFamily || allowed.contains(owner.name())
          ? null
          : bundle.place()
              + " imports "
              + name
              + " of "
              + owner.place()
              + ", and may import "
              + allowed;
    }
    boolean limited = allowed.stream().anyMatch(LIBRARIES::containsKey);
    boolean listed =
        allowed.stream()
            .flatMap(library -> LIBRARIES.getOrDefault(library, List.of()).stream())
            .anyMatch(name::startsWith);
    return limited && !listed
        ? bundle.place() + " imports " + name + ", and may import " + allowed
        : null;
  }

  private String rowOf(String place) {
    return rows.keySet().stream()
        .filter(row -> fits(row, place))
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .orElse(null);
  }

  private static boolean fits(String row, String place) {
    String glob = row.contains("/") ? row : row + "/*";
    return place.matches(Pattern.quote(glob).replace("*", "\\E[^/]*\\Q"));
  }

  /** The rows of the table with these two headings: first cell, and the second cell's words. */
  private static Map<String, List<String>> table(String text, String first, String second) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    Pattern row = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|.*");
    boolean inside = false;
    for (String line : text.lines().toList()) {
      Matcher cells = row.matcher(line.strip());
      if (!cells.matches()) {
        inside = false;
        continue;
      }
      String left = plain(cells.group(1));
      String right = plain(cells.group(2));
      if (left.equals(first) && right.equals(second)) {
        inside = true;
      } else if (inside && !left.startsWith("-")) {
        rows.put(left, List.of(right.split("\\s*,\\s*")));
      }
    }
    return Collections.unmodifiableMap(rows);
  }

  private static String plain(String cell) {
    return cell.replace("`", "").strip();
  }

  /** The package names of an Import-Package or Export-Package header. */
  private static Set<String> packages(String header) {
    Set<String> result = new TreeSet<>();
    if (header != null) {
      // A clause ends at a comma outside quotes; the first parts without "=" are packages.
      for (String clause : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
        for (String part : clause.split(";")) {
          if (part.contains("=")) {
            break;
          }
          result.add(part.strip());
        }
      }
    }
    return result;
  }
}
