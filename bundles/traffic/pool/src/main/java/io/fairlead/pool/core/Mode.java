package io.fairlead.pool.core;

/** What somebody wants of the pool; what it can do is another matter. */
public enum Mode {
  RUNNING("running", true, true, true),
  PAUSED("paused", true, false, true),
  /** Those who waited when it began are still served. */
  DRAINING_SERVING("draining", false, true, false),
  DRAINING("draining", false, false, false),
  DRAINED("drained", false, false, false),
  /** Removed, or the server stops: for ever. */
  CLOSED("draining", false, false, false);

  private final String word;
  private final boolean accepts;
  private final boolean serves;
  private final boolean fills;

  Mode(String word, boolean accepts, boolean serves, boolean fills) {
    this.word = word;
    this.accepts = accepts;
    this.serves = serves;
    this.fills = fills;
  }

  public String word() {
    return word;
  }

  /** Whether one may queue up. */
  boolean accepts() {
    return accepts;
  }

  /** Whether those who wait get connections. */
  boolean serves() {
    return serves;
  }

  /** Whether the pool keeps itself filled to its minimum. */
  boolean fills() {
    return fills;
  }

  boolean draining() {
    return this == DRAINING || this == DRAINING_SERVING;
  }
}
