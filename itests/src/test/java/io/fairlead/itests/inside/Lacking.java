package io.fairlead.itests.inside;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Packages that a bundle would import if somebody exported them. */
final class Lacking {

  private static final Pattern NAME = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)");
  private static final Pattern LEAST = Pattern.compile("version>=([\\w.]+)");

  private Lacking() {}

  /** As a header {@code Export-Package} has them. */
  static String packages(Bundle bundle) {
    Set<String> wired = new TreeSet<>();
    for (BundleWire wire :
        bundle.adapt(BundleWiring.class).getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)) {
      wired.add(wire.getRequirement().getDirectives().get(Constants.FILTER_DIRECTIVE));
    }
    Set<String> exports = new TreeSet<>();
    for (BundleRequirement wanted :
        bundle
            .adapt(BundleRevision.class)
            .getDeclaredRequirements(BundleRevision.PACKAGE_NAMESPACE)) {
      String filter = wanted.getDirectives().get(Constants.FILTER_DIRECTIVE);
      boolean optional =
          Constants.RESOLUTION_OPTIONAL.equals(
              wanted.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
      if (optional && !wired.contains(filter)) {
        Matcher name = NAME.matcher(filter);
        Matcher least = LEAST.matcher(filter);
        if (name.find()) {
          exports.add(name.group(1) + (least.find() ? ";version=" + least.group(1) : ""));
        }
      }
    }
    return String.join(",", exports);
  }
}
