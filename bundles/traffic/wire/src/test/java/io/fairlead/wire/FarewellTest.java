package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.Test;

public class FarewellTest {

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  @Test
  public void anErrorBeforeACloseArrives() {
    byte[] nonsense = new byte[500_000];
    Arrays.fill(nonsense, (byte) 9);
    try (Harness harness = new Harness()) {
      for (int i = 0; i < 50; i++) {
        try (RawClient client = harness.client()) {
          client.send(nonsense);
          assertEquals("error: unknown protocol: first byte 9", client.answer());
          assertEquals("end", client.answer());
        }
      }
      assertEquals(50, harness.wire.counters().errors.sum());
      Harness.await("all are gone", () -> harness.wire.clients().size() == 0);
    }
  }

  @Test
  public void overTheListenersCapClientsAreTold() {
    try (Harness harness = new Harness(Map.of("max_connections", "3"))) {
      List<RawClient> in = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        in.add(harness.client());
        assertEquals("pong", in.get(i).ping());
      }
      try (RawClient fourth = harness.client()) {
        assertEquals(
            "error: too many connections: listener test allows max_connections 3", fourth.answer());
        assertEquals("end", fourth.answer());
      }
      assertEquals(1, harness.wire.counters().rejected.sum());
      assertEquals(3, harness.wire.counters().accepted.sum());
      in.remove(0).close();
      Harness.await("one has gone", () -> harness.wire.clients().size() == 2);
      try (RawClient next = harness.client()) {
        assertEquals("pong", next.ping());
      }
      in.forEach(RawClient::close);
    }
  }

  @Test
  public void overTheServersCapClientsAreTold() {
    try (Harness harness = new Harness(Map.of(), 1, true);
        RawClient first = harness.client()) {
      assertEquals("pong", first.ping());
      try (RawClient second = harness.client()) {
        assertEquals(
            "error: too many connections: the server's file descriptors allow 1", second.answer());
      }
      assertEquals(1, harness.wire.clients().size());
    }
  }

  @Test
  public void aTlsHelloIsToldFromNonsense() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      assertEquals("error: this port has no TLS", client.hex("16 03 01 02 00 01").answer());
      assertEquals("end", client.answer());
    }
  }

  @Test
  public void drainLetsWorkEndAndThenTells() throws Exception {
    try (Harness harness = new Harness();
        RawClient idle = harness.client();
        RawClient busy = harness.client()) {
      assertEquals("pong", idle.ping());
      busy.send(RawClient.query("WAIT"));
      Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
      Thread drain = new Thread(() -> harness.wire.drain(java.time.Duration.ofSeconds(20)));
      drain.start();
      assertEquals("error: the server is stopping", idle.answer());
      assertEquals("end", idle.answer());
      assertEquals("it accepts nobody", List.of(), harness.listener().addresses());
      assertTrue(drain.isAlive());
      harness.sessions.release();
      assertEquals("[] [] 0", busy.answer());
      assertEquals("error: the server is stopping", busy.answer());
      assertEquals("end", busy.answer());
      idle.close();
      busy.close();
      drain.join();
      assertEquals(0, harness.wire.clients().size());
    }
  }

  @Test
  public void whatDoesNotEndIsCutOffAtTheDeadline() {
    try (Harness harness = new Harness();
        RawClient busy = harness.client()) {
      busy.send(RawClient.query("WAIT"));
      Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
      assertEquals(false, harness.wire.drain(java.time.Duration.ofMillis(1)));
      assertEquals("error: the server is stopping", busy.answer());
      assertEquals("end", busy.answer());
    }
  }

  @Test
  public void closingAConnectionTellsItsClient() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      client.send(RawClient.query("WAIT"));
      Harness.await("it is under way", () -> harness.sessions.queries.get() == 1);
      Client served = harness.served();
      served.onLoop(() -> served.ending().end("the connection was closed"), () -> {});
      assertEquals("error: the connection was closed", client.answer());
      assertEquals("end", client.answer());
      Harness.await("its session is closed", () -> harness.sessions.open.get() == 0);
    }
  }
}
