package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Passwords where they would be shown: in the URL or among the properties. They belong in {@code
 * password}, which is never shown.
 */
final class Passwords {

  private static final String NAMED = "(?:password|passwd|passphrase|pwd|secret)";
  private static final Pattern PARAMETER =
      Pattern.compile("[a-z0-9_.-]*" + NAMED + "\\s*=", Pattern.CASE_INSENSITIVE);

  /** {@code //user:word@host} and Oracle's {@code :user/word@host}. */
  private static final Pattern USER_INFO =
      Pattern.compile("//[^/?#@;]*:[^/?#@]*@|:[^/:@?;]+/[^/@?;]+@");

  private static final Pattern PROPERTY =
      Pattern.compile(".*" + NAMED, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Passwords() {}

  static List<Fault> faults(SettingsValues values) {
    return faults(values.optionalText("url").orElse(""), values.map("properties"));
  }

  /** The same for a request's fields, whatever else is wrong with them. */
  static List<Fault> faults(Map<String, ?> patch) {
    return faults(
        patch.get("url") instanceof String url ? url : "",
        patch.get("properties") instanceof Map<?, ?> properties ? properties : Map.of());
  }

  private static List<Fault> faults(String url, Map<?, ?> properties) {
    List<Fault> faults = new ArrayList<>();
    if (PARAMETER.matcher(url).find() || USER_INFO.matcher(url).find()) {
      faults.add(new Fault("url", "***", "no password in it: it belongs in password"));
    }
    for (Object key : properties.keySet()) {
      if (PROPERTY.matcher(String.valueOf(key)).matches()) {
        faults.add(
            new Fault("properties." + key, "***", "no password here: it belongs in password"));
      }
    }
    return faults;
  }
}
