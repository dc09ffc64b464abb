package io.fairlead.kernel.runtime;

import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.plugin.Plugins;
import io.fairlead.kernel.plugin.RejectionSource;
import io.fairlead.kernel.plugin.RejectionSource.Rejection;
import io.fairlead.kernel.store.ConfigFileName;
import io.fairlead.kernel.store.FileSystem;
import io.fairlead.kernel.store.LocalFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the framework when asked. Shown are our own bundles, those that somebody brought as a
 * file (their location is a {@code file:} URL, the distribution's are {@code mvn:}), and every
 * other that offers something.
 */
@Component(service = Plugins.class)
public final class PluginsComponent implements Plugins {

  private static final Logger LOG = LoggerFactory.getLogger(PluginsComponent.class);

  private final BundleContext context;
  private final ConfigStore store;
  private final Instance instance;
  private final FileSystem files = new LocalFiles();
  private final Offers offers;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<RejectionSource> sources = List.of();

  @Activate
  public PluginsComponent(
      BundleContext context, @Reference ConfigStore store, @Reference Instance instance) {
    this.context = context;
    this.store = store;
    this.instance = instance;
    this.offers = new Offers(context);
  }

  @Override
  public PluginReport report() {
    List<PluginBundle> bundles =
        Arrays.stream(context.getBundles())
            .map(this::describe)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(PluginBundle::name).thenComparing(PluginBundle::bundleId))
            .toList();
    return new PluginReport(bundles, rejections(), failedConfigs());
  }

  private List<PluginBundle> describe(Bundle bundle) {
    String name = String.valueOf(bundle.getSymbolicName());
    List<String> offered = offers.of(bundle);
    boolean ours = name.startsWith("io.fairlead.");
    boolean brought = bundle.getLocation().startsWith("file:");
    if (bundle.getBundleId() == 0 || !ours && !brought && offered.isEmpty()) {
      return List.of();
    }
    return List.of(
        new PluginBundle(
            bundle.getBundleId(), name, bundle.getVersion().toString(), state(bundle), offered));
  }

  private List<Rejection> rejections() {
    List<Rejection> result = new ArrayList<>();
    for (RejectionSource source : sources) {
      try {
        result.addAll(source.rejections());
      } catch (RuntimeException e) {
        LOG.warn("{} does not say what it rejected", source.getClass().getName(), e);
      }
    }
    return result;
  }

  private List<FailedConfig> failedConfigs() {
    List<FailedConfig> result = new ArrayList<>();
    for (ConfigState state : store.failures()) {
      result.add(
          new FailedConfig(
              state.id().fullPid(), state.id().fileName(), state.failure().orElse("")));
    }
    try {
      for (String name : files.list(instance.etc())) {
        if (ConfigFileName.isOurs(name) && ConfigFileName.parse(name).isEmpty()) {
          result.add(
              new FailedConfig(
                  "",
                  name,
                  "not a configuration: the name after the first dash must be like [a-z][a-z0-9_]{0,62}"));
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot list {}: {}", instance.etc(), e.toString());
    }
    return result;
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.ACTIVE -> "active";
      case Bundle.STOPPING -> "stopping";
      default -> "uninstalled";
    };
  }
}
