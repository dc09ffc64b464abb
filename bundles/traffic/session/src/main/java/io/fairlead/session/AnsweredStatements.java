package io.fairlead.session;

import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.spi.AnsweredStatement;
import io.fairlead.traffic.session.spi.StatementListener;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of statements that were answered, if anybody listens. */
final class AnsweredStatements {

  private static final Logger LOG = LoggerFactory.getLogger(AnsweredStatements.class);

  private final Supplier<List<StatementListener>> listeners;
  private final LongSupplier ticker;

  /**
   * @param listeners those that are there now; asked for every statement, so no more than a read
   * @param ticker nanoseconds
   */
  AnsweredStatements(Supplier<List<StatementListener>> listeners, LongSupplier ticker) {
    this.listeners = listeners;
    this.ticker = ticker;
  }

  /** The same callback while nobody listens; else one that tells when it was told. */
  RequestCallback heard(RequestCallback callback, SessionRequest session, String text) {
    return listeners.get().isEmpty()
        ? callback
        : new Heard(callback, session, text, ticker.getAsLong());
  }

  private final class Heard implements RequestCallback {
    private final RequestCallback told;
    private final SessionRequest session;
    private final String text;
    private final long since;

    Heard(RequestCallback told, SessionRequest session, String text, long since) {
      this.told = told;
      this.session = session;
      this.text = text;
      this.since = since;
    }

    @Override
    public void succeeded(long transactionId) {
      told.succeeded(transactionId);
      tell(false);
    }

    @Override
    public void failed(String message) {
      told.failed(message);
      tell(true);
    }

    private void tell(boolean failed) {
      AnsweredStatement answered =
          new AnsweredStatement(
              text,
              session.pool(),
              session.database(),
              session.clientAddress(),
              session.listener(),
              session.protocol(),
              failed,
              ticker.getAsLong() - since);
      for (StatementListener listener : listeners.get()) {
        try {
          listener.answered(answered);
        } catch (RuntimeException | LinkageError e) { // its bundle may just have gone
          LOG.warn("a listener of statements failed: {}", e.toString());
        }
      }
    }
  }
}
