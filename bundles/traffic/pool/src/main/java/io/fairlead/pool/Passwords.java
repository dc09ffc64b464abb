package io.fairlead.pool;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.settings.SettingsValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets where they would be shown: in the URL, among the properties, or in SQL that is run on
 * every new connection. A connection's password belongs in {@code password}, which is never shown;
 * others do not belong here.
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

  /** What H2 calls {@code INIT}, MariaDB {@code initSql}: from there on a URL is SQL. */
  private static final Pattern INIT = Pattern.compile("(?i)\\binit[a-z_]*\\s*=");

  private static final Pattern INIT_NAME = Pattern.compile("(?i).*init[a-z_]*");

  private static final String NO_SECRET =
      "no secret in its SQL: who sees the pool would see it; have it set in the database itself";

  private Passwords() {}

  static List<Fault> faults(SettingsValues values) {
    return faults(
        values.optionalText("url").orElse(""),
        values.map("properties"),
        values.optionalText("init_sql").orElse(""));
  }

  /** The same for a request's fields, whatever else is wrong with them. */
  static List<Fault> faults(Map<String, ?> patch) {
    return faults(
        patch.get("url") instanceof String url ? url : "",
        patch.get("properties") instanceof Map<?, ?> properties ? properties : Map.of(),
        patch.get("init_sql") instanceof String sql ? sql : "");
  }

  private static List<Fault> faults(String url, Map<?, ?> properties, String initSql) {
    List<Fault> faults = new ArrayList<>();
    if (PARAMETER.matcher(url).find() || USER_INFO.matcher(url).find()) {
      faults.add(new Fault("url", "***", "no password in it: it belongs in password"));
    } else if (isSecretInInit(url)) {
      faults.add(new Fault("url", "***", NO_SECRET));
    }
    for (Map.Entry<?, ?> property : properties.entrySet()) {
      String key = String.valueOf(property.getKey());
      if (PROPERTY.matcher(key).matches()) {
        faults.add(
            new Fault("properties." + key, "***", "no password here: it belongs in password"));
      } else if (INIT_NAME.matcher(key).matches()
          && SqlSecrets.isIn(String.valueOf(property.getValue()))) {
        faults.add(new Fault("properties." + key, "***", NO_SECRET));
      }
    }
    if (SqlSecrets.isIn(initSql)) {
      faults.add(new Fault("init_sql", "***", NO_SECRET));
    }
    return faults;
  }

  private static boolean isSecretInInit(String url) {
    Matcher init = INIT.matcher(url);
    return init.find() && SqlSecrets.isIn(url.substring(init.end()));
  }
}
