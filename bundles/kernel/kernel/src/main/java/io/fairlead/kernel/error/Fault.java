package io.fairlead.kernel.error;

/**
 * One wrong field of an input.
 *
 * @param field the field's name as the caller wrote it, nested ones dotted: {@code
 *     leak.threshold_secs}
 * @param value what was given, as text, shortened to 100 characters, {@code ***} where it is a
 *     secret
 * @param expectation what would have been right: {@code >= 1}, {@code one of transaction, session,
 *     statement}
 */
public record Fault(String field, String value, String expectation) {

  private static final int LONGEST_VALUE = 100;

  public Fault {
    if (value.length() > LONGEST_VALUE) {
      int end =
          Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1))
              ? LONGEST_VALUE - 1
              : LONGEST_VALUE;
      value = value.substring(0, end) + "…";
    }
  }

  /** {@code max_connections: 0 (expected: >= 1)}. */
  @Override
  public String toString() {
    return field + ": " + value + " (expected: " + expectation + ")";
  }
}
