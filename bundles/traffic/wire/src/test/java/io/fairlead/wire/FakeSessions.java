package io.fairlead.wire;

import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.FairleadException;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionFilter;
import io.fairlead.traffic.session.SessionRequest;
import io.fairlead.traffic.session.SessionStats;
import io.fairlead.traffic.session.SessionView;
import io.fairlead.traffic.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions without a database. Understands {@code ECHO text}, {@code ROWS count length}, {@code
 * CHANGE n} and {@code WAIT}, which ends at {@link #release}; anything else fails.
 */
final class FakeSessions implements Sessions, AutoCloseable {

  final AtomicInteger open = new AtomicInteger();

  /** Whether who works says that he still waits for a database connection. */
  volatile boolean waiting;

  final AtomicInteger queries = new AtomicInteger();
  final AtomicInteger answered = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  final Map<Long, Fake> sessions = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile String lastUser = "";
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private volatile CountDownLatch gate = new CountDownLatch(1);

  /** Whose the session is that was opened last. */
  String lastUser() {
    return lastUser;
  }

  final class Fake implements ClientSession {
    final long id = ids.incrementAndGet();
    final SessionRequest request;
    private final AtomicInteger atOnce = new AtomicInteger();
    private volatile boolean closed;

    Fake(SessionRequest request) {
      this.request = request;
      lastUser = request.user();
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public void query(String sql, ResultSink sink, RequestCallback callback) {
      queries.incrementAndGet();
      if (sql.isEmpty()) {
        callback.failed("No SQL statements");
        return;
      }
      work(callback, 0, () -> run(sql, sink));
    }

    @Override
    public boolean waits() {
      return waiting;
    }

    @Override
    public void begin(RequestCallback callback) {
      work(callback, 7, () -> {});
    }

    @Override
    public void commit(RequestCallback callback) {
      work(callback, 0, () -> {});
    }

    @Override
    public void rollback(RequestCallback callback) {
      callback.failed("no transaction is open");
    }

    private void work(RequestCallback callback, long result, Runnable task) {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      workers.execute(
          () -> {
            String error = null;
            try {
              task.run();
            } catch (FairleadException e) {
              error = e.getMessage();
            }
            atOnce.decrementAndGet();
            if (error == null) {
              callback.succeeded(result);
            } else {
              callback.failed(error);
            }
            answered.incrementAndGet();
          });
    }

    private void run(String sql, ResultSink sink) {
      String[] words = sql.split(" ", 2);
      switch (words[0]) {
        case "ECHO" -> {
          sink.columns(new String[] {"text", "nothing"});
          sink.row(new String[] {words[1], null});
          sink.end(1);
        }
        case "ROWS" -> {
          String[] numbers = words[1].split(" ");
          int count = Integer.parseInt(numbers[0]);
          String[] row = {"x".repeat(Integer.parseInt(numbers[1]))};
          sink.columns(new String[] {"x"});
          for (int i = 0; i < count && !closed; i++) {
            sink.row(row);
          }
          sink.end(count);
        }
        case "CHANGE" -> sink.end(Long.parseLong(words[1]));
        case "WAIT" -> {
          awaitGate();
          sink.end(0);
        }
        default -> throw new Conflict("no such statement: " + sql);
      }
    }

    private void awaitGate() {
      CountDownLatch mine = gate;
      try {
        while (!closed && !mine.await(10, TimeUnit.MILLISECONDS)) {
          Thread.onSpinWait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      if (sessions.remove(id) != null) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }

  @Override
  public ClientSession open(SessionRequest request) {
    Fake session = new Fake(request);
    sessions.put(session.id, session);
    open.incrementAndGet();
    return session;
  }

  /** Lets what waits go on. */
  void release() {
    CountDownLatch before = gate;
    gate = new CountDownLatch(1);
    before.countDown();
  }

  @Override
  public List<SessionView> list(SessionFilter filter) {
    return List.of();
  }

  @Override
  public Optional<SessionView> find(long sessionId) {
    return Optional.empty();
  }

  @Override
  public void terminate(long sessionId, String reason) {
    Fake session = sessions.get(sessionId);
    session.close();
    session.request.owner().ended(reason);
  }

  @Override
  public SessionStats stats() {
    return new SessionStats(0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    release();
    workers.shutdownNow();
  }
}
