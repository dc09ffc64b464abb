package io.fairlead.session;

import io.fairlead.kernel.event.EventBus;
import io.fairlead.traffic.event.SessionEvent;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.spi.StatementListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A registry over a fake pool and a clock that the test moves, with one session and a record of all
 * its answers.
 */
class SessionHarness {

  final FakePool pool = new FakePool();
  final ManualAlarms alarms = new ManualAlarms();
  final List<String> events = new ArrayList<>();
  final List<String> answers = new ArrayList<>();
  final List<String> endings = new ArrayList<>();
  volatile List<StatementListener> listeners = List.of();
  private final AtomicLong ids = new AtomicLong();
  Optional<FakePool> present = Optional.of(pool);

  final SessionRegistry registry =
      new SessionRegistry(
          name -> present.map(p -> p),
          new EventBus() {
            @Override
            public boolean heard(Class<? extends Record> type) {
              return true;
            }

            @Override
            public void publish(Record event) {
              events.add(((SessionEvent) event).type());
            }
          },
          sequence -> ids.incrementAndGet(),
          alarms,
          () -> Instant.parse("2026-01-01T00:00:00Z"),
          () -> listeners);

  final ClientSession session = open();

  ClientSession open() {
    return registry.open(
        new SessionRequest("ann", "shop", "main", "127.0.0.1:9", "native", "native", endings::add));
  }

  SessionView view() {
    return registry.find(session.id()).orElseThrow();
  }

  /** Sends a query and lets the pool work. */
  String query(String sql) {
    session.query(sql, sink, callback);
    pool.work();
    return last();
  }

  String begin() {
    session.begin(callback);
    pool.work();
    return last();
  }

  String commit() {
    session.commit(callback);
    pool.work();
    return last();
  }

  String rollback() {
    session.rollback(callback);
    pool.work();
    return last();
  }

  String last() {
    return answers.isEmpty() ? "nothing" : answers.get(answers.size() - 1);
  }

  final RequestCallback callback =
      new RequestCallback() {
        @Override
        public void succeeded(long transactionId) {
          answers.add(transactionId == 0 ? "ok" : "transaction");
        }

        @Override
        public void failed(String message) {
          answers.add("error: " + message);
        }
      };

  final List<String> rows = new ArrayList<>();

  final ResultSink sink =
      new ResultSink() {
        @Override
        public void columns(String[] names) {}

        @Override
        public void row(@Nullable String[] values) {
          rows.add(values[0]);
        }

        @Override
        public void end(long rowsAffected) {}
      };
}
