package io.fairlead.kernel.store;

import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.settings.SettingsSchema;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store without OSGi. Every question is answered from the file, so what an editor or a crash
 * left is what counts; only what owners have said is kept in memory.
 */
public class FileConfigStore implements ConfigStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
  private static final int STRIPES = 64;
  private static final String INVALID = "INVALID";

  private final Path etc;
  private final Path lastGood;
  private final FileSystem files;
  private final DurableFiles durable;
  private final Revisions revisions;
  private final ReadDocuments documents;
  private final Announcer announcer;
  private final SettingsAudit audit;
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final Map<ConfigId, String> latest = new ConcurrentHashMap<>();
  private final Object[] locks = new Object[STRIPES];

  /**
   * @param etc where the files are
   * @param lastGood where the last good copies are
   * @param key the instance's key
   * @param variables what <code>${name}</code> in a file written by hand stands for; null when not
   *     known
   * @param audit told of every change, whoever made it
   */
  public FileConfigStore(
      Path etc,
      Path lastGood,
      FileSystem files,
      byte[] key,
      Function<String, @Nullable String> variables,
      Announcer announcer,
      Audit audit) {
    this.etc = etc;
    this.lastGood = lastGood;
    this.files = files;
    this.durable = new DurableFiles(files);
    this.revisions = new Revisions(key);
    this.documents = new ReadDocuments(files, revisions, variables);
    this.announcer = announcer;
    this.audit = new SettingsAudit(audit);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * What the file of a configuration holds: a document, why it is none, or neither when there is no
   * file.
   */
  private record Content(@Nullable CfgDocument document, @Nullable String unreadable) {
    static final Content ABSENT = new Content(null, null);

    boolean exists() {
      return document != null || unreadable != null;
    }

    @Nullable Map<String, String> settings() {
      return document == null ? null : document.settings();
    }
  }

  /**
   * Brings everything in line with the files: removes what a crash left half written, the last good
   * copies of configurations that are gone, and announces every file. What cannot be read is
   * announced with its last good settings, so that its owner hears of it at all.
   */
  public void start() {
    try {
      durable.removeLeftovers(etc, "io.fairlead.");
      durable.removeLeftovers(lastGood, "");
      for (String name : files.list(lastGood)) {
        if (!files.exists(etc.resolve(name))) {
          ConfigFileName.parse(name).ifPresent(id -> audit.gone(id, goodSettings(id)));
          durable.delete(lastGood.resolve(name));
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot tidy up {} and {}: {}", etc, lastGood, e.toString());
    }
    for (ConfigId id : ids()) {
      Content content = read(id);
      if (content.document != null) {
        announcer.changed(id, content.document.settings(), file(id));
      } else if (content.unreadable != null) {
        LOG.warn("{}: {}", file(id), content.unreadable);
        lastGood(id).ifPresent(good -> announcer.changed(id, good.settings(), file(id)));
      }
    }
  }

  @Override
  public List<StoredConfig> list(String pid) {
    return ids().stream()
        .filter(id -> id.pid().equals(pid))
        .map(this::get)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void describe(String pid, SettingsSchema schema) {
    audit.describe(pid, schema);
  }

  @Override
  public Optional<StoredConfig> get(ConfigId id) {
    return Optional.ofNullable(read(id).document).map(d -> documents.stored(id, d));
  }

  @Override
  public StoredConfig create(ConfigId id, Map<String, String> settings) {
    return locked(
        id,
        () -> {
          if (read(id).exists()) {
            throw new Conflict(id.fullPid() + ": there is one of this name already");
          }
          return write(id, Content.ABSENT, own(settings));
        });
  }

  @Override
  public StoredConfig put(ConfigId id, Map<String, String> settings, Optional<String> ifMatch) {
    Map<String, String> wanted = own(settings);
    return locked(
        id,
        () -> {
          Content content = read(id);
          if (!content.exists() && !id.name().isEmpty()) {
            throw notFound(id);
          }
          checkIsPresent(id, content, ifMatch);
          if (content.document == null) {
            return write(id, content, wanted);
          }
          return content.document.settings().equals(wanted)
              ? stored(id, wanted)
              : write(id, content, wanted);
        });
  }

  @Override
  public void delete(ConfigId id, Optional<String> ifMatch) {
    locked(
        id,
        () -> {
          Content content = read(id);
          if (!content.exists()) {
            throw notFound(id);
          }
          checkIsPresent(id, content, ifMatch);
          try {
            durable.delete(file(id));
          } catch (IOException e) {
            throw new Unavailable("cannot delete " + file(id) + ": " + reason(e), e);
          }
          audit.deleted(id, content.settings());
          forget(id);
          announcer.deleted(id);
          return id;
        });
  }

  @Override
  public String revision(ConfigId id, Map<String, String> settings) {
    return revisions.of(id, settings);
  }

  @Override
  public Optional<StoredConfig> lastGood(ConfigId id) {
    return Optional.ofNullable(read(lastGood.resolve(id.fileName())).document)
        .map(d -> stored(id, d.settings()));
  }

  @Override
  public void applied(ConfigId id, Map<String, String> settings) {
    locked(
        id,
        () -> {
          acknowledged(id, settings, AuditEntry.OK);
          if (read(id).exists()
              && !lastGood(id).map(StoredConfig::settings).equals(Optional.of(settings))) {
            try {
              durable.write(lastGood.resolve(id.fileName()), CfgDocument.empty().with(settings));
            } catch (IOException e) {
              LOG.warn("{}: no last good copy: {}", id.fileName(), reason(e));
            }
          }
          return id;
        });
    acknowledgements.applied(id, revision(id, settings));
  }

  @Override
  public void refused(ConfigId id, Map<String, String> settings, String reason) {
    locked(
        id,
        () -> {
          acknowledged(id, settings, INVALID);
          return id;
        });
    acknowledgements.refused(id, revision(id, settings), reason);
  }

  @Override
  public Optional<ConfigState> state(ConfigId id) {
    Content content = read(id);
    Acknowledgements.Word word = acknowledgements.of(id);
    if (!content.exists() && word.applied() == null) {
      return Optional.empty();
    }
    String failure = content.unreadable;
    String inFile = null;
    if (content.document != null) {
      inFile = documents.stored(id, content.document).revision();
      failure = inFile.equals(word.refused()) ? word.reason() : null;
    }
    return Optional.of(
        new ConfigState(
            id,
            Optional.ofNullable(inFile),
            Optional.ofNullable(word.applied()),
            Optional.ofNullable(failure)));
  }

  @Override
  public List<ConfigState> failures() {
    return ids().stream()
        .map(this::state)
        .flatMap(Optional::stream)
        .filter(s -> s.failure().isPresent())
        .toList();
  }

  @Override
  public ConfigState awaitAcknowledgement(ConfigId id, String revision, Duration atMost) {
    acknowledgements.await(
        id,
        revision,
        atMost,
        word -> {
          String newer = latest.get(id);
          return newer != null && !newer.equals(revision) && word.isAbout(newer);
        });
    return state(id)
        .orElseGet(() -> new ConfigState(id, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** Forgets a configuration if somebody has deleted its file, and not made it again since. */
  protected final void forgetIfGone(ConfigId id) {
    locked(
        id,
        () -> {
          if (!files.exists(file(id))) {
            audit.gone(id, goodSettings(id));
            forget(id);
          }
          return id;
        });
  }

  /**
   * Tells the audit what an owner has taken up or refused. A word about what stands in the file no
   * more is not heard: another one follows.
   */
  private void acknowledged(ConfigId id, Map<String, String> settings, String outcome) {
    if (settings.equals(read(id).settings())) {
      audit.acknowledged(id, settings, goodSettings(id), outcome);
    }
  }

  private Optional<Map<String, String>> goodSettings(ConfigId id) {
    return lastGood(id).map(StoredConfig::settings);
  }

  /** Forgets what was said about a configuration whose file is gone, and its last good copy. */
  private void forget(ConfigId id) {
    latest.remove(id);
    documents.forget(id, file(id), lastGood.resolve(id.fileName()));
    acknowledgements.forget(id);
    try {
      if (files.exists(lastGood.resolve(id.fileName()))) {
        durable.delete(lastGood.resolve(id.fileName()));
      }
    } catch (IOException e) {
      LOG.warn("{}: the last good copy stays until the next start: {}", id.fileName(), reason(e));
    }
  }

  /** Where the file of a configuration is, there or not. */
  private Path file(ConfigId id) {
    return etc.resolve(id.fileName());
  }

  private static Map<String, String> own(Map<String, String> settings) {
    Map<String, String> own = new TreeMap<>(settings);
    own.keySet().removeIf(CfgDocument::isFrameworkKey);
    return own;
  }

  private StoredConfig write(ConfigId id, Content before, Map<String, String> wanted) {
    check(wanted);
    CfgDocument document = before.document == null ? CfgDocument.empty() : before.document;
    byte[] content = document.with(wanted);
    if (content.length > CfgDocument.LARGEST) {
      throw new Invalid(
          "settings",
          content.length + " bytes",
          "at most " + CfgDocument.LARGEST + " bytes as a file");
    }
    try {
      durable.write(file(id), content);
    } catch (IOException e) {
      throw new Unavailable("cannot write " + file(id) + ": " + reason(e), e);
    }
    StoredConfig stored = stored(id, wanted);
    latest.put(id, stored.revision());
    audit.written(id, before.settings(), wanted);
    announcer.changed(id, wanted, file(id));
    return stored;
  }

  private static void check(Map<String, String> settings) {
    if (settings.containsKey("")) {
      throw new Invalid("settings", "a name without characters", "a name for each setting");
    }
    String twice = CfgText.sameButForCase(settings.keySet());
    if (twice != null) {
      throw new Invalid(twice, "a value", "no other name that differs by case only");
    }
  }

  private void checkIsPresent(ConfigId id, Content content, Optional<String> ifMatch) {
    Map<String, String> present = content.document == null ? Map.of() : content.document.settings();
    if (ifMatch.isPresent()
        && (content.unreadable != null || !ifMatch.get().equals(revision(id, present)))) {
      throw new Stale(id.fullPid() + ": was changed since revision " + shown(ifMatch.get()));
    }
  }

  private List<ConfigId> ids() {
    List<ConfigId> ids = new ArrayList<>();
    try {
      files.list(etc).forEach(name -> ConfigFileName.parse(name).ifPresent(ids::add));
    } catch (IOException e) {
      throw new Unavailable("cannot list " + etc + ": " + reason(e), e);
    }
    return ids;
  }

  private Content read(ConfigId id) {
    return read(file(id));
  }

  private Content read(Path file) {
    try {
      return new Content(documents.read(file), null);
    } catch (NoSuchFileException e) {
      return Content.ABSENT;
    } catch (UnreadableException | IOException e) {
      return new Content(
          null,
          file.getFileName() + ": " + (e instanceof IOException io ? reason(io) : e.getMessage()));
    }
  }

  private StoredConfig stored(ConfigId id, Map<String, String> settings) {
    return new StoredConfig(id, settings, revision(id, settings));
  }

  private <T> T locked(ConfigId id, Supplier<T> work) {
    synchronized (Objects.requireNonNull(locks[Math.floorMod(id.hashCode(), STRIPES)])) {
      return work.get();
    }
  }

  private static NotFound notFound(ConfigId id) {
    return new NotFound(id.fullPid() + ": there is none of this name");
  }

  private static String shown(String revision) {
    return revision.length() > 64 ? revision.substring(0, 64) + "…" : revision;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
