package io.fairlead.rest.host;

import io.fairlead.kernel.lifecycle.Leaving;
import io.fairlead.kernel.lifecycle.Returning;
import java.util.List;

/** Paths that were answered until a moment ago, by a bundle that may be about to come back. */
final class DepartedPages implements Returning.Listener {

  private final Leaving<List<String>> leaving;

  DepartedPages(Leaving<List<String>> leaving) {
    this.leaving = leaving;
  }

  /**
   * @param patterns as servlets have them
   */
  void left(String bundle, List<String> patterns) {
    leaving.add(bundle, patterns);
  }

  @Override
  public void returns(String bundle) {
    leaving.returns(bundle);
  }

  @Override
  public void ends(String bundle) {
    leaving.ends(bundle);
  }

  /** Whether somebody may answer this path again soon. */
  boolean awaits(String path) {
    return leaving.kept().stream().flatMap(List::stream).anyMatch(p -> matches(p, path));
  }

  private static boolean matches(String pattern, String path) {
    if (!pattern.endsWith("/*")) {
      return pattern.equals(path);
    }
    String folder = pattern.substring(0, pattern.length() - 2);
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
