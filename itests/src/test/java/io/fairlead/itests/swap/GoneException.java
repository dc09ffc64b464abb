package io.fairlead.itests.swap;

/** What a client wanted is not there; nothing was lost. */
public final class GoneException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the client was told. */
  public enum Kind {
    /** What it asked for was refused; its connection stays. */
    REFUSED,
    /** Its connection was ended with a word: it may come again at once. */
    TOLD,
    /** Nobody is there for it. */
    GONE
  }

  private final Kind kind;

  public GoneException(Kind kind, String said) {
    super(said);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
