package io.fairlead.rest;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.page.PageRequest;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request's query, read strictly: a parameter that the operation does not know, that is given
 * twice or that is no number where one is due is 422, all of them named at once.
 */
public final class Query {

  private final MultivaluedMap<String, String> values;
  private final List<Fault> faults = new ArrayList<>();

  private Query(MultivaluedMap<String, String> values) {
    this.values = values;
  }

  /** Reads the query of an operation that knows these parameters. */
  public static Query of(UriInfo uri, String... known) {
    Query query = new Query(uri.getQueryParameters());
    Set<String> names = Set.of(known);
    query.values.forEach(
        (name, given) -> {
          if (!names.contains(name)) {
            query.faults.add(
                new Fault(
                    name,
                    given.get(0),
                    known.length == 0
                        ? "no parameters"
                        : "one of the parameters " + String.join(", ", known)));
          } else if (given.size() > 1) {
            query.faults.add(new Fault(name, given.toString(), "one value"));
          }
        });
    return query;
  }

  /** The text; null when the parameter was not given. */
  public @Nullable String text(String name) {
    return values.getFirst(name);
  }

  /** The whole number; null when the parameter was not given or is wrong. */
  public @Nullable Long number(String name) {
    String text = values.getFirst(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("-?[0-9]{1,18}")) {
      faults.add(new Fault(name, text, "a whole number"));
      return null;
    }
    return Long.valueOf(text);
  }

  /** Whether the parameter says {@code true}; false when it was not given. */
  public boolean flag(String name) {
    String text = values.getFirst(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      faults.add(new Fault(name, text, "true or false"));
    }
    return "true".equals(text);
  }

  /** {@code page} and {@code page_size}. */
  public PageRequest page() {
    Long page = number("page");
    Long pageSize = number("page_size");
    return check(() -> PageRequest.of(page, pageSize), new PageRequest(1, 1));
  }

  /** What the supplier makes of the values; the other, of no account, when it finds them wrong. */
  public <T> T check(Supplier<T> supplier, T other) {
    try {
      return supplier.get();
    } catch (Invalid e) {
      faults.addAll(e.faults());
      return other;
    }
  }

  /**
   * To be called when all parameters have been read.
   *
   * @throws Invalid naming every wrong parameter
   */
  public void end() {
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
  }
}
