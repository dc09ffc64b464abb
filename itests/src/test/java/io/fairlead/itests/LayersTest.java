package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.fairlead.itests.Layers.Built;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/**
 * Imports point down, and implementations export nothing: ARCHITECTURE.md says so, and it is so.
 */
public class LayersTest {

  private static final Path TOP = Path.of("..");

  private static final Layers RULES =
      Layers.parse(
          """
          | family | may import |
          |---|---|
          | kernel | JDK, slf4j, OSGi |
          | traffic | kernel |
          | surface | kernel, traffic-api |
          | `surface/rest-*` | kernel, traffic-api, rest |

          | bundle | may export |
          |---|---|
          | `kernel/kernel` | contracts |
          | `traffic/*-api` | contracts |
          | `surface/rest` | the host |
          """);

  private static final Built KERNEL =
      Layers.built(
          "kernel/kernel",
          "java.util,org.slf4j;version=\"[2.0,3)\"",
          "io.fairlead.kernel.error;version=\"1.0.0\"");
  private static final Built API =
      Layers.built(
          "traffic/traffic-api",
          "io.fairlead.kernel.error;version=\"[1.0,2)\"",
          "io.fairlead.traffic.pool;uses:=\"a,b\";version=\"1.0\"");
  private static final Built POOL = Layers.built("traffic/pool", "io.fairlead.traffic.pool", null);
  private static final Built REST =
      Layers.built(
          "surface/rest", "io.fairlead.traffic.pool,org.glassfish.jersey", "io.fairlead.rest");
  private static final Built REST_TRAFFIC =
      Layers.built("surface/rest-traffic", "io.fairlead.rest,io.fairlead.kernel.error", null);

  @Test
  public void everyBundleKeepsTheRules() throws Exception {
    Layers rules = Layers.parse(Files.readString(TOP.resolve("ARCHITECTURE.md")));
    assertEquals(List.of(), rules.violations(Layers.built(TOP.resolve("bundles"))));
  }

  @Test
  public void whatKeepsTheRulesIsNoViolation() {
    assertEquals(List.of(), violations());
  }

  @Test
  public void anImportThatPointsUpIsNamed() {
    assertEquals(
        List.of("traffic/bad imports io.fairlead.rest of surface/rest, and may import [kernel]"),
        violations(Layers.built("traffic/bad", "io.fairlead.rest;version=\"[1,2)\"", null)));
  }

  @Test
  public void anOptionalImportThatPointsUpIsOneToo() {
    assertEquals(
        List.of("traffic/bad imports io.fairlead.rest of surface/rest, and may import [kernel]"),
        violations(Layers.built("traffic/bad", "io.fairlead.rest;resolution:=optional", null)));
  }

  @Test
  public void aNeighboursImplementationMayNotBeImported() {
    assertEquals(
        List.of(
            "surface/graphql imports io.fairlead.rest of surface/rest, and may import [kernel, traffic-api]"),
        violations(Layers.built("surface/graphql", "io.fairlead.rest", null)));
  }

  @Test
  public void aLibraryInTheKernelIsNamed() {
    assertEquals(
        List.of("kernel/bad imports io.netty.buffer, and may import [JDK, slf4j, OSGi]"),
        violations(Layers.built("kernel/bad", "java.util,io.netty.buffer", null)));
  }

  @Test
  public void anImplementationThatExportsIsNamed() {
    assertEquals(
        List.of("traffic/bad exports [io.fairlead.bad], and may export nothing"),
        violations(Layers.built("traffic/bad", null, "io.fairlead.bad")));
  }

  @Test
  public void aBundleWithoutARowAndARowWithoutABundleAreNamed() {
    assertEquals(
        List.of("fleet/bad: no row of the table fits it"),
        violations(Layers.built("fleet/bad", null, null)));
    assertEquals(
        List.of("the table's row surface/rest-* fits no bundle"),
        RULES.violations(List.of(KERNEL, API, POOL, REST)));
  }

  @Test
  public void aPageWithoutTheTablesIsNoRule() {
    assertThrows(IllegalArgumentException.class, () -> Layers.parse("# Architecture"));
  }

  private static List<String> violations(Built... more) {
    List<Built> all = new ArrayList<>(List.of(KERNEL, API, POOL, REST, REST_TRAFFIC));
    all.addAll(List.of(more));
    return RULES.violations(all);
  }
}
