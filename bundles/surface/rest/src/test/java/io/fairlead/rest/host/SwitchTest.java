package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.Test;

public class SwitchTest {

  private static final int SWAPS = 25;
  private static final int CLIENTS = 4;

  @Test
  public void swappingResourcesLosesNoRequest() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger good = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (TestServer server = new TestServer(new KnownAdmin(), Map.of(), new Numbered(0))) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(
            clients.submit(
                () -> {
                  while (!end.get()) {
                    assertEquals(200, server.get("/api/v1/numbered").statusCode());
                    good.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (int i = 1; i <= SWAPS; i++) {
        int before = good.get();
        server.serve(List.of(new Numbered(i)));
        while (good.get() < before + CLIENTS && running.stream().noneMatch(Future::isDone)) {
          LockSupport.parkNanos(1_000_000);
        }
        assertEquals(Integer.toString(i), server.get("/api/v1/numbered").body());
      }
      end.set(true);
      for (Future<?> client : running) {
        client.get(30, TimeUnit.SECONDS);
      }
    } finally {
      end.set(true);
      clients.shutdownNow();
    }
  }

  @Test
  public void whatRunsEndsOnWhatItBeganWith() throws Exception {
    Slow slow = new Slow();
    try (TestServer server = new TestServer(new KnownAdmin(), Map.of(), slow)) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return server.get("/api/v1/numbered").body();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      slow.entered.await();
      server.serve(List.of(new Numbered(2)));
      assertEquals("2", server.get("/api/v1/numbered").body());
      slow.leave.countDown();
      assertEquals("slow", answer.get(30, TimeUnit.SECONDS));
    }
  }

  @Path("/numbered")
  @Produces(MediaType.APPLICATION_JSON)
  public static final class Numbered {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }

    @GET
    @Operation(operationId = "number")
    public int number() {
      return number;
    }
  }

  @Path("/numbered")
  @Produces(MediaType.APPLICATION_JSON)
  public static final class Slow {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch leave = new CountDownLatch(1);

    @GET
    @Operation(operationId = "number")
    public String number() throws InterruptedException {
      entered.countDown();
      leave.await();
      return "slow";
    }
  }
}
