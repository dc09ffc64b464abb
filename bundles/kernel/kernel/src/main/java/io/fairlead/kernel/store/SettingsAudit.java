package io.fairlead.kernel.store;

import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit of every change of settings: those that the store writes, by whom the act on the
 * thread says, and those that an owner takes up without the store having written them, which are
 * edits by hand. What no owner has described is masked, so is what it says is secret, and, of what
 * stood in a file, whatever looks like one: it may have been refused for just that.
 *
 * <p>Called under the lock of the configuration.
 */
final class SettingsAudit {

  private static final String MASK = "***";
  private static final int LONGEST_VALUE = 1_000;
  private static final int MOST_VALUES = 100;
  private static final SettingsSchema UNKNOWN = new SettingsSchema(List.of(), List.of());

  private final Audit audit;
  private final Map<String, SettingsSchema> schemas = new ConcurrentHashMap<>();
  private final Map<ConfigId, Map<String, String>> seen = new ConcurrentHashMap<>();

  SettingsAudit(Audit audit) {
    this.audit = audit;
  }

  void describe(String pid, SettingsSchema schema) {
    schemas.put(pid, schema.declaration()); // for edits by hand when its owner has gone
  }

  /** The store has written these, and they are durable. */
  void written(ConfigId id, @Nullable Map<String, String> before, Map<String, String> after) {
    seen.put(id, after);
    tell(id, before, after);
  }

  /** The store has deleted these, and that is durable. */
  void deleted(ConfigId id, @Nullable Map<String, String> before) {
    seen.remove(id);
    tell(id, before, null);
  }

  /**
   * An owner has taken these up from the file, or refused them.
   *
   * @param lastGood what it ran with before, if anything
   * @param outcome OK, or the code of the refusal
   */
  void acknowledged(
      ConfigId id,
      Map<String, String> settings,
      Optional<Map<String, String>> lastGood,
      String outcome) {
    Map<String, String> known = seen.get(id);
    Map<String, String> before = known == null ? lastGood.orElse(null) : known;
    seen.put(id, settings);
    if (!settings.equals(before)) {
      byHand("changeFile", id, before, settings, outcome);
    }
  }

  /** Somebody has removed the file. */
  void gone(ConfigId id, Optional<Map<String, String>> lastGood) {
    Map<String, String> known = seen.remove(id);
    Map<String, String> before = known == null ? lastGood.orElse(null) : known;
    if (before != null) {
      byHand("deleteFile", id, before, null, AuditEntry.OK);
    }
  }

  private void tell(
      ConfigId id, @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    Map<String, String> was = differing(id, before, after, false);
    Map<String, String> is = differing(id, after, before, true);
    String what = id.name().isEmpty() ? id.pid() : id.name();
    Act.present()
        .ifPresentOrElse(
            act -> act.changed(what, was, is),
            () ->
                audit.note(
                    new AuditEntry(
                        "",
                        "",
                        "server",
                        after == null ? "deleteSettings" : "changeSettings",
                        id.fullPid(),
                        was,
                        is,
                        AuditEntry.OK)));
  }

  private void byHand(
      String operation,
      ConfigId id,
      @Nullable Map<String, String> before,
      @Nullable Map<String, String> after,
      String outcome) {
    audit.note(
        new AuditEntry(
            "",
            "",
            "file",
            operation,
            id.fileName(),
            differing(id, before, after, false),
            differing(id, after, before, false),
            outcome));
  }

  /** Those of the one that are others in the other, fit to be shown; null when there is no one. */
  private @Nullable Map<String, String> differing(
      ConfigId id,
      @Nullable Map<String, String> one,
      @Nullable Map<String, String> other,
      boolean checked) {
    if (one == null) {
      return null;
    }
    SettingsSchema schema = schemas.getOrDefault(id.pid(), UNKNOWN);
    Map<String, String> against = other == null ? Map.of() : other;
    TreeSet<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(against.keySet());
    Map<String, String> result = new TreeMap<>();
    for (String key : keys) {
      String value = one.get(key);
      if (!Objects.equals(value, against.get(key)) && result.size() < MOST_VALUES) {
        shown(schema, key, value)
            .map(text -> checked ? text : SettingsSchema.unchecked(text))
            .ifPresent(text -> result.put(cut(key), cut(text)));
      }
    }
    return result;
  }

  /** A value that is not set is the default, and nothing where there is none. */
  private static Optional<String> shown(SettingsSchema schema, String key, @Nullable String value) {
    if (value == null) {
      return schema.defaultOf(key);
    }
    return Optional.of(schema.mayBeShown(key) ? value : MASK);
  }

  private static String cut(String text) {
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}
