package io.fairlead.kernel.config;

import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.service.cm.ManagedServiceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every owner of a factory PID does, done once: it reads the settings from the file when
 * Configuration Admin says that something changed, calls the hook that fits, tells the store {@link
 * ConfigStore#applied} or {@link ConfigStore#refused}, and starts a resource whose file is wrong
 * with its last good settings. An owner extends it and is a DS component that provides {@link
 * ManagedServiceFactory} with {@code service.pid} set to the factory PID:
 *
 * <pre>{@code
 * @Component(service = ManagedServiceFactory.class, immediate = true, property = Constants.SERVICE_PID + "=" + PoolComponent.PID)
 * public final class PoolComponent extends ConfiguredResources {
 *   @Activate
 *   public PoolComponent(@Reference ConfigStore store) {
 *     super(store, PID, SCHEMA);
 *   }
 * }
 * }</pre>
 *
 * <p>The hooks are called one at a time, on a thread of Configuration Admin; they may block for a
 * moment. A hook that throws has changed nothing and refuses the settings: the exception's message
 * is the reason that the surfaces show, so it holds no secret ({@link
 * io.fairlead.kernel.error.Invalid} is right). When the owner is deactivated no hook is called: it
 * closes what it has itself.
 */
@ConsumerType
public abstract class ConfiguredResources implements ManagedServiceFactory {

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredResources.class);

  private final ConfigStore store;
  private final String factoryPid;
  private final SettingsSchema schema;
  private final Map<String, Map<String, String>> running = new HashMap<>();

  /** Whose file is not in force, and why. */
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  /**
   * @param schema what the hooks read the settings with; settings that a file has by a former name
   *     are told in the log, and the audit knows by it what is secret
   */
  protected ConfiguredResources(ConfigStore store, String factoryPid, SettingsSchema schema) {
    this.store = store;
    this.factoryPid = factoryPid;
    store.describe(factoryPid, schema);
    this.schema = schema;
  }

  /** Makes a resource that is not there yet and starts it. */
  protected abstract void create(String name, Map<String, String> settings);

  /**
   * Gives a running resource other settings. When it throws, the resource goes on with the settings
   * that it had.
   */
  protected abstract void update(String name, Map<String, String> settings);

  /** Stops a resource and forgets it: its file is gone. */
  protected abstract void delete(String name);

  @Override
  public final String getName() {
    return "Fairlead " + factoryPid;
  }

  @Override
  public final synchronized void updated(String pid, Dictionary<String, ?> properties) {
    String name = nameOf(pid);
    if (!ConfigId.isName(name)) {
      LOG.warn("{}: not a resource, its name must be like [a-z][a-z0-9_]{0,62}", pid);
      return;
    }
    ConfigId id = ConfigId.of(factoryPid, name);
    take(id, Dictionaries.settingsOf(store, id, properties));
  }

  private void take(ConfigId id, Optional<Map<String, String>> settings) {
    String name = id.name();
    if (settings.isEmpty()) {
      startWithLastGood(id, null);
      refusals.put(
          name, store.state(id).flatMap(ConfigState::failure).orElse("its file cannot be read"));
      return;
    }
    try {
      apply(name, settings.get());
    } catch (RuntimeException e) {
      startWithLastGood(id, settings.get());
      String reason = Dictionaries.reason(e);
      if (!Dictionaries.knownFailure(store, id, reason)) {
        LOG.warn("{}: refused: {}", id.fileName(), reason);
      }
      refusals.put(name, reason);
      store.refused(id, settings.get(), reason);
      return;
    }
    refusals.remove(name);
    store.applied(id, settings.get());
  }

  /**
   * Offers the settings again that were refused: what they lacked may be there now. On any thread
   * that holds no lock which a hook may want.
   */
  public final void offerRefused() {
    refusals.keySet().forEach(name -> offer(ConfigId.of(factoryPid, name)));
  }

  private synchronized void offer(ConfigId id) {
    Optional<Map<String, String>> inFile = store.get(id).map(StoredConfig::settings);
    if (inFile.isPresent() && refusals.containsKey(id.name())) {
      take(id, inFile);
    }
  }

  /** The names of those whose file is not in force, with the reason; from memory. */
  protected final Map<String, String> refusals() {
    return Map.copyOf(refusals);
  }

  @Override
  public final synchronized void deleted(String pid) {
    String name = nameOf(pid);
    // A file that is there again (or was only replaced, not removed) is a resource that is to live
    // on.
    if (!ConfigId.isName(name) || Dictionaries.hasFile(store, ConfigId.of(factoryPid, name))) {
      return;
    }
    refusals.remove(name);
    if (running.remove(name) != null) {
      delete(name);
    }
  }

  private void apply(String name, Map<String, String> settings) {
    Map<String, String> before = running.get(name);
    if (settings.equals(before)) {
      return;
    }
    if (before == null) {
      create(name, settings);
    } else {
      update(name, settings);
    }
    running.put(name, settings);
    Dictionaries.logFormerNames(ConfigId.of(factoryPid, name), schema.formerNamesIn(settings));
  }

  private void startWithLastGood(ConfigId id, @Nullable Map<String, String> refused) {
    if (running.containsKey(id.name())) {
      return;
    }
    store
        .lastGood(id)
        .filter(good -> !good.settings().equals(refused))
        .ifPresent(
            good -> {
              try {
                apply(id.name(), good.settings());
                LOG.warn("{}: started with the last good settings", id.fileName());
                store.applied(id, good.settings());
              } catch (RuntimeException e) {
                LOG.warn(
                    "{}: the last good settings are refused too: {}",
                    id.fileName(),
                    Dictionaries.reason(e));
              }
            });
  }

  private String nameOf(String pid) {
    return pid.startsWith(factoryPid + "~") ? pid.substring(factoryPid.length() + 1) : pid;
  }
}
