package io.fairlead.kernel.runtime;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a bundle that is there does not run. */
final class BundleProblem {

  private static final Logger LOG = LoggerFactory.getLogger(BundleProblem.class);

  private static final String NOT_STARTED = "does not start: ";
  private static final int MOST_NAMED = 5;
  private static final int LONGEST_REASON = 300;
  private static final int DEEPEST_CAUSE = 20;

  private BundleProblem() {}

  /**
   * Whether it does not run now, and should.
   *
   * @param startLevel the framework's
   */
  static boolean isSuspected(Bundle bundle, int startLevel) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null
        || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0
        || bundle.adapt(BundleStartLevel.class).getStartLevel() > startLevel) {
      return false;
    }
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> true;
      case Bundle.RESOLVED -> isWanted(bundle);
      default -> false;
    };
  }

  /**
   * Of one that {@link #isSuspected}; null when it has come to run by now.
   *
   * @param known what this said last
   */
  static @Nullable String of(Bundle bundle, FrameworkWiring framework, @Nullable String known) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return null;
    }
    return bundle.getState() == Bundle.INSTALLED
        ? "does not resolve: " + lacking(revision, framework)
        : whyNotStarted(bundle, known);
  }

  /** Whether somebody has started it, and nobody has stopped it since. */
  private static boolean isWanted(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
  }

  /** A framework keeps no reason; who wants to know it has to start the bundle once more. */
  private static @Nullable String whyNotStarted(Bundle bundle, @Nullable String known) {
    if (known != null && known.startsWith(NOT_STARTED)) {
      return known;
    }
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY | Bundle.START_TRANSIENT);
      return null;
    } catch (BundleException | IllegalStateException e) {
      LOG.debug("{} does not start", bundle, e);
      Throwable cause = e;
      for (int depth = 0; cause.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
        cause = cause.getCause();
      }
      String reason = NOT_STARTED + cause;
      return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    }
  }

  private static String lacking(BundleRevision revision, FrameworkWiring framework) {
    String names =
        revision.getDeclaredRequirements(null).stream()
            .filter(BundleProblem::isNeeded)
            .filter(requirement -> framework.findProviders(requirement).isEmpty())
            .limit(MOST_NAMED)
            .map(BundleProblem::shown)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "what offers its requirements does not resolve, or contradicts itself"
        : "nobody offers " + names;
  }

  private static boolean isNeeded(BundleRequirement requirement) {
    var directives = requirement.getDirectives();
    String effective = directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
    return effective.equals("resolve")
        && !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE));
  }

  private static String shown(BundleRequirement requirement) {
    String filter = Objects.toString(requirement.getDirectives().get("filter"), "");
    return requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
        ? "the package " + filter
        : requirement.getNamespace() + " " + filter;
  }
}
