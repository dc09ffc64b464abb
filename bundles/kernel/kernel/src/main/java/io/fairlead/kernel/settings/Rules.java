package io.fairlead.kernel.settings;

import io.fairlead.kernel.settings.Setting.Rule;
import java.util.List;
import java.util.regex.Pattern;

/** The rules that settings share. Each says its expectation in the words that an error shows. */
public final class Rules {

  private Rules() {}

  /** A number not below this. */
  public static Rule atLeast(long least) {
    return value -> ((Number) value).doubleValue() >= least ? null : ">= " + least;
  }

  /** A number from one bound to the other, both allowed. */
  public static Rule between(long least, long most) {
    return value -> {
      double number = ((Number) value).doubleValue();
      return number >= least && number <= most ? null : least + " to " + most;
    };
  }

  /** One of these words. */
  public static Rule oneOf(String... words) {
    List<String> right = List.of(words);
    return value -> right.contains(value) ? null : "one of " + String.join(", ", right);
  }

  /** A text, or each of a list, that matches. */
  public static Rule matching(String regex, String expectation) {
    Pattern pattern = Pattern.compile(regex);
    return value -> {
      List<?> texts = value instanceof List<?> list ? list : List.of(value);
      return texts.stream().allMatch(t -> pattern.matcher((String) t).matches())
          ? null
          : expectation;
    };
  }

  /** A text of at most so many characters. */
  public static Rule notLongerThan(int characters) {
    return value ->
        ((String) value).length() <= characters ? null : "at most " + characters + " characters";
  }

  /** A text with at least one character that is no blank. */
  public static Rule notBlank() {
    return value -> ((String) value).isBlank() ? "a text that is not blank" : null;
  }
}
