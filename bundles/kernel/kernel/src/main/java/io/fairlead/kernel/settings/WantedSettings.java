package io.fairlead.kernel.settings;

import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.settings.Setting.Type;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a request wants, as the audit may keep it should the request be refused: nothing of it has
 * been found right yet, so that a secret may stand where none belongs.
 */
final class WantedSettings {

  private static final String MASK = "***";
  private static final int LONGEST_VALUE = 200;
  private static final int MOST_VALUES = 50;
  private static final int DEEPEST = 4;

  /** A name that could be one; what else is typed for a name may be anything. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  private static final Pattern LIKE_A_SECRET =
      Pattern.compile("pass|pwd|secret|identified|token|credential|key=|//[^/]*@|-----begin");

  private final Map<String, Setting> settings;
  private final FormerNames formerNames;
  private final Map<String, String> values = new TreeMap<>();

  WantedSettings(Map<String, Setting> settings, FormerNames formerNames) {
    this.settings = settings;
    this.formerNames = formerNames;
  }

  void tell(Map<?, ?> patch, Act act) {
    if (patch.get("name") instanceof String name && NAME.matcher(name).matches()) {
      act.aims(name);
    }
    add("", patch, 0);
    act.wants(values);
  }

  private void add(String prefix, Map<?, ?> patch, int depth) {
    for (Map.Entry<?, ?> entry : patch.entrySet()) {
      if (values.size() == MOST_VALUES) {
        return;
      }
      String name = prefix + entry.getKey();
      Setting setting = settings.get(formerNames.present(name));
      if (setting == null && entry.getValue() instanceof Map<?, ?> nested && depth < DEEPEST) {
        add(name + ".", nested, depth + 1);
      } else {
        boolean shown =
            setting != null && setting.type() != Type.MAP && !setting.secret()
                || prefix.isEmpty() && name.equals("name");
        String value = shown ? masked(String.valueOf(entry.getValue())) : MASK;
        values.put(cut(setting == null ? masked(name) : name), cut(value));
      }
    }
  }

  /** A text as it may be kept while nobody has found it right. */
  static String masked(String text) {
    return LIKE_A_SECRET.matcher(text.toLowerCase(Locale.ROOT)).find() ? MASK : text;
  }

  private static String cut(String text) {
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}
