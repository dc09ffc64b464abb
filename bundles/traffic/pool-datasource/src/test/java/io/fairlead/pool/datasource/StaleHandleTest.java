package io.fairlead.pool.datasource;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.pool.jdbc.Databases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

/** Races of a borrower who still calls with whoever ends his loan, seen from below the driver. */
public class StaleHandleTest {

  private static final int LOANS = 1500;

  private final AtomicLong present = new AtomicLong();
  private final AtomicInteger inside = new AtomicInteger();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  private final Driver driver =
      proxy(
          Driver.class,
          new org.h2.Driver(),
          (method, result) ->
              result instanceof Connection connection ? watched(connection) : result);

  private interface After {
    Object on(String method, Object result);
  }

  private static <T> T proxy(Class<T> type, Object target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            StaleHandleTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              try {
                return after.on(method.getName(), method.invoke(target, args));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Each call says in its text of which loan it is. */
  private Connection watched(Connection target) {
    return (Connection)
        Proxy.newProxyInstance(
            StaleHandleTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, args) -> {
              boolean told = method.getName().equals("nativeSQL");
              if (told) {
                if (inside.incrementAndGet() > 1) {
                  violations.add("two at once");
                }
                if (Long.parseLong((String) args[0]) != present.get()) {
                  violations.add("loan " + args[0] + " while it was lent as " + present.get());
                }
              }
              try {
                return method.invoke(target, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (told) {
                  inside.decrementAndGet();
                }
              }
            });
  }

  private static CompletableFuture<String> callsUntilRefused(Connection connection, long loan) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            for (; ; ) {
              connection.nativeSQL(String.valueOf(loan));
            }
          } catch (SQLException e) {
            return e.getSQLState();
          }
        });
  }

  @Test
  public void aHandleThatWasClosedNeverReachesTheNextLoan() throws Exception {
    try (Lending lending = lending()) {
      List<CompletableFuture<String>> stale = new ArrayList<>();
      for (long loan = 1; loan <= LOANS; loan++) {
        Connection connection = lending.source().getConnection();
        present.set(loan);
        stale.add(callsUntilRefused(connection, loan));
        connection.nativeSQL(String.valueOf(loan));
        connection.close();
      }
      for (CompletableFuture<String> one : stale) {
        assertEquals("08003", one.get(20, TimeUnit.SECONDS));
      }
      assertEquals(List.of(), List.copyOf(violations));
      Lending.until("all is home", () -> lending.out() == 0);
      assertEquals("nothing had to be replaced", 1, lending.pool.stats().totalCreated());
    }
  }

  @Test
  public void aHandleWhoseBundleWasStoppedNeverReachesTheNextLoan() throws Exception {
    try (Lending lending = lending()) {
      List<CompletableFuture<String>> stale = new ArrayList<>();
      for (long loan = 1; loan <= LOANS / 10; loan++) {
        BundleDataSource source = new BundleDataSource(lending.pool, "b", loan);
        Connection connection = source.getConnection();
        present.set(loan);
        stale.add(callsUntilRefused(connection, loan));
        connection.nativeSQL(String.valueOf(loan));
        assertEquals(1, source.takeBack().size());
      }
      for (CompletableFuture<String> one : stale) {
        assertEquals("08003", one.get(20, TimeUnit.SECONDS));
      }
      assertEquals(List.of(), List.copyOf(violations));
      assertTrue(lending.pool.stats().totalCreated() >= LOANS / 10);
    }
  }

  private Lending lending() {
    return new Lending(
        Databases.of(driver),
        Databases.H2.spec("stale"),
        Map.of("creation_throttle.per_second", "10000", "creation_throttle.burst", "1000"));
  }
}
