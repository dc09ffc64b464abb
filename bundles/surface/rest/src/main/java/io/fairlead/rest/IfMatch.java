package io.fairlead.rest;

import io.fairlead.kernel.error.Stale;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code If-Match} (RFC 9110 §13.1.1): the revisions that a writer built on. Weak tags
 * never match, as the comparison is the strong one.
 */
public final class IfMatch {

  private static final Pattern TAG =
      Pattern.compile("[ \\t]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(,|$)");

  private final boolean any;
  private final List<String> strong;

  private IfMatch(boolean any, List<String> strong) {
    this.any = any;
    this.strong = strong;
  }

  /**
   * @param header the header's value; null when there was none
   * @throws BadRequestException when it is neither {@code *} nor quoted tags
   */
  public static IfMatch of(@Nullable String header) {
    if (header == null || header.trim().equals("*")) {
      return new IfMatch(true, List.of());
    }
    List<String> strong = new ArrayList<>();
    Matcher matcher = TAG.matcher(header);
    int end = 0;
    boolean more = true;
    while (more && matcher.find(end) && matcher.start() == end) {
      if (matcher.group(1) == null) {
        strong.add(matcher.group(2));
      }
      end = matcher.end();
      more = matcher.group(3).equals(",");
    }
    if (end != header.length() || more) {
      throw new BadRequestException(
          "If-Match: not readable (expected: * or quoted revisions, as ETag shows them)");
    }
    return new IfMatch(false, strong);
  }

  /**
   * The revision that the write has to be made on; empty when any will do.
   *
   * @param present asked only when the header names several
   * @throws Stale when the header can match nothing
   */
  public Optional<String> revision(Supplier<Optional<String>> present) {
    if (any) {
      return Optional.empty();
    }
    if (strong.size() == 1) {
      return Optional.of(strong.get(0));
    }
    Optional<String> now = present.get().filter(strong::contains);
    if (now.isEmpty()) {
      throw new Stale("If-Match: none of these is the present revision");
    }
    return now;
  }
}
