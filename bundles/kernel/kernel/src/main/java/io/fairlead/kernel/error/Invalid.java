package io.fairlead.kernel.error;

import java.util.List;
import java.util.stream.Collectors;

/** An input that is wrong, with every wrong field named. REST: 422. */
public final class Invalid extends FairleadException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  public Invalid(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  public Invalid(String field, Object value, String expectation) {
    this(List.of(new Fault(field, String.valueOf(value), expectation)));
  }

  /** Every wrong field; never empty. */
  public List<Fault> faults() {
    return faults;
  }

  @Override
  public String code() {
    return "INVALID";
  }
}
