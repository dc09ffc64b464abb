package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.util.tracker.ServiceTracker;

/** The distribution starts by itself, whole, and with nothing in it that nobody asked for. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AssemblyStartsTest {

  private static final Set<String> OURS =
      Set.of(
          "io.fairlead.kernel",
          "io.fairlead.access",
          "io.fairlead.traffic.api",
          "io.fairlead.wire",
          "io.fairlead.session",
          "io.fairlead.pool",
          "io.fairlead.pool.jdbc",
          "io.fairlead.rest",
          "io.fairlead.rest.traffic",
          "io.fairlead.graphql",
          "io.fairlead.graphql.traffic",
          "io.fairlead.openapi",
          "io.fairlead.shell");

  @Inject private BundleContext context;

  @Configuration
  public Option[] distribution() {
    return new Option[] {Exam.distribution()};
  }

  @Before
  public void awaitBoot() throws InterruptedException {
    ServiceTracker<Object, Object> booted =
        new ServiceTracker<>(context, "org.apache.karaf.features.BootFinished", null);
    booted.open(true);
    try {
      assertNotNull(
          "the boot features are not installed after 60 s", booted.waitForService(60_000));
    } finally {
      booted.close();
    }
  }

  @Test
  public void everyBundleRuns() {
    List<String> idle =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getState() != expected(bundle))
            .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState())
            .collect(Collectors.toList());
    assertEquals(List.of(), idle);
  }

  @Test
  public void everyBundleOfOursIsThere() {
    Set<String> found =
        Arrays.stream(context.getBundles())
            .map(Bundle::getSymbolicName)
            .filter(name -> name.startsWith("io.fairlead."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue("found " + found + ", expected " + new TreeSet<>(OURS), found.containsAll(OURS));
  }

  @Test
  public void neitherSshNorJmxNorAConsoleIsInIt() {
    List<String> unwanted =
        Arrays.stream(context.getBundles())
            .map(Bundle::getSymbolicName)
            .filter(name -> name.matches(".*(sshd|karaf\\.shell\\.ssh|management).*"))
            .collect(Collectors.toList());
    assertEquals(List.of(), unwanted);
  }

  private static int expected(Bundle bundle) {
    return bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null
        ? Bundle.ACTIVE
        : Bundle.RESOLVED;
  }
}
