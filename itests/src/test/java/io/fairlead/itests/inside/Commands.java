package io.fairlead.itests.inside;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** What can be asked of the framework, and what is noted of it. */
final class Commands implements SynchronousBundleListener, AutoCloseable {

  private final BundleContext context;
  private final Leftovers leftovers = new Leftovers();
  private final Queue<String> events = new ConcurrentLinkedQueue<>();

  /** When a bundle of a name last began to start and to stop, by type of the event and name. */
  private final Map<String, Long> moments = new ConcurrentHashMap<>();

  Commands(BundleContext context) {
    this.context = context;
    context.addBundleListener(this);
    Arrays.stream(context.getBundles()).forEach(leftovers::note);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    moments.put(
        event.getType() + " " + event.getBundle().getSymbolicName(), System.currentTimeMillis());
    events.add(event.getType() + " " + event.getBundle().getSymbolicName());
    if (event.getType() == BundleEvent.RESOLVED) {
      leftovers.note(event.getBundle());
    }
  }

  String run(String[] words) {
    try {
      return "ok\t" + answer(words);
    } catch (Exception e) {
      return "error\t" + e.toString().replaceAll("\\s+", " ");
    }
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "bundles" -> bundles();
      case "events" -> drained();
      case "lacking" -> Lacking.packages(known(words[1]));
      case "loaders" -> Integer.toString(leftovers.loaders(words[1], present(words[1])));
      case "threads" -> String.join("\t", leftovers.threads(words[1], present(words[1])));
      case "moments" ->
          moment(BundleEvent.STARTING, words[1]) + "\t" + moment(BundleEvent.STOPPING, words[1]);
      case "uninstall" -> uninstall(known(words[1]));
      case "install" -> install(words[1], Integer.parseInt(words[2]));
      case "update" -> update(known(words[1]));
      case "refresh" -> refresh(known(words[1]));
      default -> throw new IllegalArgumentException("no command " + words[0]);
    };
  }

  /** In milliseconds since 1970; 0 when it has not happened. */
  private long moment(int type, String bundle) {
    return moments.getOrDefault(type + " " + bundle, 0L);
  }

  /** The state and the time of the last change of each. */
  private String bundles() {
    return Arrays.stream(context.getBundles())
        .map(
            b ->
                b.getBundleId()
                    + " "
                    + b.getSymbolicName()
                    + " "
                    + b.getState()
                    + " "
                    + b.getLastModified())
        .collect(Collectors.joining("\t"));
  }

  private String drained() {
    List<String> all = List.copyOf(events);
    events.clear();
    return String.join("\t", all);
  }

  /** Where it came from and its start level, to install it again. */
  private static String uninstall(Bundle bundle) throws BundleException {
    String again =
        bundle.getLocation() + "\t" + bundle.adapt(BundleStartLevel.class).getStartLevel();
    bundle.uninstall();
    return again;
  }

  private String install(String location, int startLevel) throws BundleException {
    Bundle bundle = context.installBundle(location);
    bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
    bundle.start();
    return Long.toString(bundle.getBundleId());
  }

  private static String update(Bundle bundle) throws BundleException {
    bundle.update();
    return "";
  }

  private String refresh(Bundle bundle) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(Set.of(bundle), event -> done.countDown());
    return done.await(60, TimeUnit.SECONDS) ? "" : "not within 60 s";
  }

  private Bundle known(String name) {
    Bundle bundle = present(name);
    if (bundle == null) {
      throw new IllegalArgumentException("no bundle " + name);
    }
    return bundle;
  }

  private Bundle present(String name) {
    return Arrays.stream(context.getBundles())
        .filter(b -> name.equals(b.getSymbolicName()))
        .max(Comparator.comparingLong(Bundle::getBundleId))
        .orElse(null);
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}
