package io.fairlead.kernel.config;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one configuration: a singleton PID, or a factory PID with a resource's name.
 *
 * @param pid a PID that starts with {@code io.fairlead.}
 * @param name the resource's name, {@code [a-z][a-z0-9_]{0,62}}; empty for a singleton
 */
public record ConfigId(String pid, String name) {

  private static final String EXPECTED_NAME = "a name like [a-z][a-z0-9_]{0,62}";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern PID = Pattern.compile("io\\.fairlead(\\.[a-z][a-z0-9]*)+");

  public ConfigId {
    if (!PID.matcher(pid).matches()) {
      throw new IllegalArgumentException("pid: " + pid + " (expected: " + PID + ")");
    }
    if (!name.isEmpty() && !isName(name)) {
      throw new Invalid("name", name, EXPECTED_NAME);
    }
  }

  /** The configuration of the only resource of its kind. */
  public static ConfigId singleton(String pid) {
    return new ConfigId(pid, "");
  }

  /** The configuration of one resource of many. */
  public static ConfigId of(String factoryPid, String name) {
    if (name.isEmpty()) {
      throw new Invalid("name", name, EXPECTED_NAME);
    }
    return new ConfigId(factoryPid, name);
  }

  /** Whether a resource can be called so; what can't is an unknown id, not a bad one. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * What is wrong with the field {@code name} of a request that makes a resource.
   *
   * @param given the field's value; null when there is none
   */
  public static Optional<Fault> nameFault(@Nullable Object given) {
    return given instanceof String text && isName(text)
        ? Optional.empty()
        : Optional.of(
            new Fault("name", given == null ? "nothing" : given.toString(), EXPECTED_NAME));
  }

  /**
   * The PID that Configuration Admin knows it by: {@code io.fairlead.pool~orders}, or the PID
   * itself.
   */
  public String fullPid() {
    return name.isEmpty() ? pid : pid + "~" + name;
  }

  /** The file's name below {@code etc/}: {@code io.fairlead.pool-orders.cfg}. */
  public String fileName() {
    return (name.isEmpty() ? pid : pid + "-" + name) + ".cfg";
  }
}
