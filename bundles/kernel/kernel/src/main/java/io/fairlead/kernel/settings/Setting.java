package io.fairlead.kernel.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a resource, declared once: the file, REST, GraphQL, the OpenAPI document and the
 * shell all follow this.
 *
 * @param name the REST name, snake_case, nested ones dotted: {@code leak.threshold_secs}
 * @param type how its text is read
 * @param defaultText the value when nothing is set, as it would stand in a file; null when there is
 *     none
 * @param change whether a change takes hold in what lives ({@code HOT}) or needs a new generation
 *     ({@code SEALED})
 * @param required whether creating the resource without it is an error
 * @param clearable whether it may have no value at all: null on the surfaces, empty text in a file
 * @param secret write-only: never shown on any surface, in no log and no message
 * @param rule what values are right
 * @param description one sentence for the documents, with the unit
 * @param formerNames what it was called in earlier versions: still read, never shown or written
 */
public record Setting(
    String name,
    Type type,
    @Nullable String defaultText,
    Change change,
    boolean required,
    boolean clearable,
    boolean secret,
    Rule rule,
    String description,
    List<String> formerNames) {

  public Setting {
    formerNames = List.copyOf(formerNames);
    if (type == Type.MAP && !formerNames.isEmpty()) {
      throw new IllegalArgumentException(name + ": a map cannot be renamed");
    }
  }

  /** One that has always been called so. */
  public Setting(
      String name,
      Type type,
      @Nullable String defaultText,
      Change change,
      boolean required,
      boolean clearable,
      boolean secret,
      Rule rule,
      String description) {
    this(
        name, type, defaultText, change, required, clearable, secret, rule, description, List.of());
  }

  /** How a setting's text is read, and which Java type its value has. */
  public enum Type {
    /** {@link Boolean}: {@code true} or {@code false}. */
    BOOLEAN,
    /** {@link Long}. */
    INTEGER,
    /** {@link Double}. */
    DECIMAL,
    /** {@link String}. */
    TEXT,
    /** {@code List<String>}: comma-separated in a file, an array on the surfaces. */
    LIST,
    /**
     * {@code Map<String, String>}: the dotted keys below the name in a file, an object on the
     * surfaces.
     */
    MAP
  }

  /** What a change of the value does to what lives. */
  public enum Change {
    /** Takes hold in what lives; drops no connection. */
    HOT,
    /** Builds a new generation beside the old one, which drains. */
    SEALED
  }

  /** Says what is wrong with a value of the right type. */
  @FunctionalInterface
  public interface Rule {
    /** Whatever the type allows is right. */
    Rule ANY = value -> null;

    /**
     * Returns what was expected when the value is wrong, as in {@code ">= 1"}; null when it is
     * right.
     */
    @Nullable String violatedExpectation(Object value);
  }

  /** A hot setting; without a default it is clearable. */
  public static Setting hot(
      String name, Type type, @Nullable String defaultText, Rule rule, String description) {
    return new Setting(
        name, type, defaultText, Change.HOT, false, defaultText == null, false, rule, description);
  }

  /** A sealed setting; without a default it is clearable. */
  public static Setting sealed(
      String name, Type type, @Nullable String defaultText, Rule rule, String description) {
    return new Setting(
        name,
        type,
        defaultText,
        Change.SEALED,
        false,
        defaultText == null,
        false,
        rule,
        description);
  }

  /** The same, but creating the resource without it is an error. */
  public Setting asRequired() {
    return with(true, false, secret, formerNames);
  }

  /** The same, but it may have no value although it has a default: no lifetime at all, say. */
  public Setting asClearable() {
    return with(required, true, secret, formerNames);
  }

  /** The same, but write-only. */
  public Setting asSecret() {
    return with(required, clearable, true, formerNames);
  }

  /**
   * The same, which was called otherwise in earlier versions. An instance that was upgraded still
   * has the former name in its files, and scripts send it: both are read as this setting, and what
   * is written has the present name.
   */
  public Setting formerly(String... names) {
    return with(required, clearable, secret, List.of(names));
  }

  Setting withoutRule() {
    return new Setting(
        name,
        type,
        defaultText,
        change,
        required,
        clearable,
        secret,
        Rule.ANY,
        description,
        formerNames);
  }

  private Setting with(
      boolean required, boolean clearable, boolean secret, List<String> formerNames) {
    return new Setting(
        name,
        type,
        defaultText,
        change,
        required,
        clearable,
        secret,
        rule,
        description,
        formerNames);
  }
}
