package io.fairlead.pool.core;

/**
 * Told what happens in a pool, on the thread on which it happens: it returns at once. Each may be
 * called a million times a second; who is not heard costs a look.
 */
public interface PoolListener {

  /** Nobody listens. */
  PoolListener NOBODY =
      new PoolListener() {
        @Override
        public void connection(What what, String pool, long connectionId) {}

        @Override
        public void turned(String pool, String state) {}

        @Override
        public boolean hearsConnections() {
          return false;
        }
      };

  /** Whether somebody wants to know of connections, in the order in which it happens. */
  boolean hearsConnections();

  void connection(What what, String pool, long connectionId);

  /** The pool's state is another. */
  void turned(String pool, String state);

  /** What became of a connection. */
  enum What {
    CREATED("created"),
    DESTROYED("destroyed"),
    ACQUIRED("acquired"),
    RELEASED("released");

    private final String word;

    What(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
