package io.fairlead.itests.inside;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What bundles have left behind when they went: class loaders, and threads that belong to them. */
final class Leftovers {

  private final Map<String, List<WeakReference<ClassLoader>>> loaders = new ConcurrentHashMap<>();

  /** Keeps an eye on the loader that a bundle has now. */
  void note(Bundle bundle) {
    ClassLoader loader = loader(bundle);
    if (loader != null) {
      loaders
          .computeIfAbsent(bundle.getSymbolicName(), n -> new CopyOnWriteArrayList<>())
          .add(new WeakReference<>(loader));
    }
  }

  private static ClassLoader loader(Bundle bundle) {
    BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  /** How many loaders of earlier bundles of this name are alive after a collection. */
  int loaders(String name, Bundle present) {
    System.gc();
    return old(name, present).size();
  }

  private Set<ClassLoader> old(String name, Bundle present) {
    Set<ClassLoader> alive = new HashSet<>();
    for (WeakReference<ClassLoader> noted : loaders.getOrDefault(name, List.of())) {
      ClassLoader loader = noted.get();
      if (loader != null) {
        alive.add(loader);
      }
    }
    alive.remove(loader(present));
    return alive;
  }

  /** The threads that run, or were made by, classes of earlier bundles of this name. */
  List<String> threads(String name, Bundle present) {
    Set<ClassLoader> old = old(name, present);
    String prefix = name.replace("io.fairlead.", "fairlead-").replace('.', '-') + "-";
    List<String> result = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (old.contains(thread.getContextClassLoader())
          || old.contains(thread.getClass().getClassLoader())
          || present == null && thread.getName().startsWith(prefix)) {
        result.add(thread.getName());
      }
    }
    return result;
  }
}
