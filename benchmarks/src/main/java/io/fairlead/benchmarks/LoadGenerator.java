package io.fairlead.benchmarks;

import io.fairlead.client.FairleadClient;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blocking clients, a thread each, in a process of their own: {@code fairlead|h2 PORT CLIENTS
 * WARMUP_SECONDS SECONDS point|insert}. Prints {@code ready}, then after the warm-up {@code begin},
 * then {@code end OPERATIONS NANOS}; the measuring side reads the server's CPU time at begin and
 * end.
 */
public final class LoadGenerator {

  private static final int ROWS = 10_000;

  private LoadGenerator() {}

  /** One client: runs a text and reads its result whole. */
  interface Client extends AutoCloseable {
    void run(String sql) throws Exception;
  }

  static Client connect(String target, int port) throws Exception {
    if (target.equals("fairlead")) {
      FairleadClient client = FairleadClient.connect(new InetSocketAddress("127.0.0.1", port));
      return new Client() {
        @Override
        public void run(String sql) throws Exception {
          client.query(sql);
        }

        @Override
        public void close() throws Exception {
          client.close();
        }
      };
    }
    Connection connection =
        DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + port + "/./bench", "sa", "");
    Statement statement = connection.createStatement();
    return new Client() {
      @Override
      public void run(String sql) throws Exception {
        if (statement.execute(sql)) {
          try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
              rows.getString(1);
            }
          }
        }
      }

      @Override
      public void close() throws Exception {
        connection.close();
      }
    };
  }

  public static void main(String[] args) throws Exception {
    String target = args[0];
    int port = Integer.parseInt(args[1]);
    int clients = Integer.parseInt(args[2]);
    int warmup = Integer.parseInt(args[3]);
    int seconds = Integer.parseInt(args[4]);
    boolean insert = args[5].equals("insert");
    prepare(target, port);
    AtomicBoolean measuring = new AtomicBoolean();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong ids = new AtomicLong(System.nanoTime());
    AtomicLong total = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int seed = i;
      // One after the other: H2's server gives up a client that waits for its turn to connect.
      Client mine = connect(target, port);
      Thread thread =
          new Thread(
              () -> {
                try (Client client = mine) {
                  long done = 0;
                  int n = seed * 7919;
                  while (!stop.get()) {
                    n = (n + 104_729) % ROWS;
                    client.run(
                        insert
                            ? "INSERT INTO log VALUES (" + ids.incrementAndGet() + ", 'x')"
                            : "SELECT name FROM item WHERE id = " + n);
                    if (measuring.get()) {
                      done++;
                    }
                  }
                  total.addAndGet(done);
                } catch (Exception e) {
                  e.printStackTrace();
                  System.exit(1);
                }
              },
              "client-" + i);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    System.out.println("ready");
    Thread.sleep(warmup * 1_000L);
    measuring.set(true);
    long began = System.nanoTime();
    System.out.println("begin");
    Thread.sleep(seconds * 1_000L);
    measuring.set(false);
    long took = System.nanoTime() - began;
    System.out.println("measured");
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("end " + total.get() + " " + took);
  }

  private static void prepare(String target, int port) throws Exception {
    try (Client client = connect(target, port)) {
      client.run("CREATE TABLE IF NOT EXISTS item(id INT PRIMARY KEY, name VARCHAR(40))");
      client.run("MERGE INTO item SELECT X, 'item ' || X FROM SYSTEM_RANGE(0, " + (ROWS - 1) + ")");
      client.run("CREATE TABLE IF NOT EXISTS log(id BIGINT PRIMARY KEY, note VARCHAR(40))");
    }
  }
}
