package io.fairlead.graphql.schema;

/** A fragment is not taken; the message names class, field and rule. */
final class RejectedFragmentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param fragment the fragment's class
   * @param what the field or class that is wrong, and what is wrong with it
   * @param rule what would have been right
   */
  RejectedFragmentException(String fragment, String what, String rule) {
    super(fragment + ": " + what + " (rule: " + rule + ")");
  }
}
