package io.fairlead.kernel.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what a bundle leaves behind ({@link Leaving}) go on running. Once a bundle was updated or
 * uninstalled its old class loader loads nothing any more, neither of its own nor of what it
 * imports, and code that had not been run before would fail. So all that its classes name is loaded
 * while that can be done, without initialising it: when the bundle stops.
 */
public final class Outliving {

  private static final Logger LOG = LoggerFactory.getLogger(Outliving.class);

  /** A bundle with more brings a library along; the first so many of its classes have to do. */
  private static final int MOST_CLASSES = 1_000;

  /** A bundle offers several things, which leave one after the other. */
  private WeakReference<BundleWiring> last = new WeakReference<>(null);

  /**
   * @param bundle that is about to stop; null when it has gone before
   */
  public void prepare(@Nullable Bundle bundle) {
    BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
    if (wiring == null || !isNew(wiring)) {
      return;
    }
    Collection<String> files =
        wiring.listResources(
            "/", "*.class", BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL);
    ClassLoader loader = wiring.getClassLoader();
    if (files == null || loader == null) {
      return;
    }
    Set<String> names = new HashSet<>();
    files.stream().limit(MOST_CLASSES).forEach(file -> read(loader, file, names));
    names.forEach(name -> load(name, loader));
  }

  private synchronized boolean isNew(BundleWiring wiring) {
    boolean isNew = last.get() != wiring;
    last = new WeakReference<>(wiring);
    return isNew;
  }

  private static void read(ClassLoader loader, String file, Set<String> names) {
    names.add(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
    URL url = loader.getResource(file);
    if (url == null) {
      return;
    }
    try (InputStream in = url.openStream()) {
      names.addAll(ClassNames.in(in));
    } catch (IOException e) {
      LOG.debug("{} is not readable", url, e);
    }
  }

  /** Many a name is none of a class, or of one that is not there: then its code needs it not. */
  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.trace("{} is not there", name, e);
    }
  }
}
