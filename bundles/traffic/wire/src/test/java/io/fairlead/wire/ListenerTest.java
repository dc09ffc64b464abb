package io.fairlead.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Unavailable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.Test;

public class ListenerTest {

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  @Test
  public void whoIsConnectedIsServedWhateverMoves() {
    try (Harness harness = new Harness()) {
      int port = harness.port();
      for (int i = 0; i < 50; i++) {
        try (RawClient client = new RawClient(port)) {
          harness.listen(Map.of("addresses", i % 2 == 0 ? "127.0.0.2" : "127.0.0.1"));
          assertEquals("pong", client.ping());
          harness.listen(Map.of("addresses", "127.0.0.1"));
        }
      }
      assertEquals(50, harness.wire.counters().accepted.sum());
    }
  }

  @Test
  public void aNewAddressKeepsTheClients() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      assertEquals("pong", client.ping());
      int before = harness.port();
      harness.listen(Map.of("addresses", "127.0.0.1,127.0.0.2", "backlog", "10"));
      assertEquals("the same port", before, harness.port());
      assertEquals(
          List.of("127.0.0.1:" + before, "127.0.0.2:" + before), harness.listener().addresses());
      harness.listen(Map.of("addresses", "127.0.0.2"));
      assertEquals(List.of("127.0.0.2:" + before), harness.listener().addresses());
      assertEquals("pong", client.ping());
      assertThrows(java.io.UncheckedIOException.class, () -> new RawClient(before));
    }
  }

  @Test
  public void anEqualConfigurationIsNoChange() {
    try (Harness harness = new Harness()) {
      int before = harness.port();
      harness.listen(Map.of());
      assertEquals(before, harness.port());
    }
  }

  @Test
  public void aNewPortKeepsTheClients() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      assertEquals("pong", client.ping());
      int before = harness.port();
      harness.listen(Map.of("port", String.valueOf(free)));
      assertNotEquals(before, harness.port());
      assertEquals("pong", client.ping());
      try (RawClient next = harness.client()) {
        assertEquals("pong", next.ping());
      }
      assertEquals(0, harness.wire.counters().errors.sum());
    }
  }

  @Test
  public void itsOwnOldSocketIsNotInTheWay() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      int port = harness.port();
      Map<String, String> everywhere =
          Map.of("addresses", "0.0.0.0", "allow_unauthenticated_remote", "true");
      harness.listen(everywhere);
      assertEquals(List.of("0.0.0.0:" + port), harness.listener().addresses());
      assertEquals("pong", client.ping());
      harness.listen(Map.of());
      assertEquals(List.of("127.0.0.1:" + port), harness.listener().addresses());
    }
  }

  @Test
  public void aTakenPortIsSaidAndChangesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Harness harness = new Harness()) {
      int before = harness.port();
      String port = String.valueOf(taken.getLocalPort());
      Unavailable e = assertThrows(Unavailable.class, () -> harness.listen(Map.of("port", port)));
      assertEquals(
          "cannot listen on 127.0.0.1 port " + port + ": Address already in use", e.getMessage());
      assertEquals(before, harness.port());
      try (RawClient client = harness.client()) {
        assertEquals("pong", client.ping());
      }
      assertEquals(1, harness.wire.counters().errors.sum());
    }
  }

  @Test
  public void whoCannotAuthenticateListensOnLoopbackOnly() {
    try (Harness harness = new Harness()) {
      for (String address : List.of("0.0.0.0", "::", "10.1.2.3", "127.0.0.1,10.1.2.3")) {
        Invalid e = assertThrows(Invalid.class, () -> harness.listen(Map.of("addresses", address)));
        assertTrue(e.getMessage(), e.getMessage().contains("cannot authenticate"));
        assertTrue(e.getMessage(), e.getMessage().contains("allow_unauthenticated_remote"));
      }
      assertEquals(1, harness.listener().addresses().size());
      harness.listen(Map.of("addresses", "127.0.0.3,127.1.2.3"));
      assertEquals(2, harness.listener().addresses().size());
    }
  }

  @Test
  public void wrongSettingsAreAllNamed() {
    Invalid e =
        assertThrows(
            Invalid.class,
            () ->
                ListenerSettings.read(
                    Map.of(
                        "port", "65536",
                        "addresses", "localhost",
                        "max_connections", "0",
                        "transport", "udp",
                        "protocols", "Native",
                        "speed", "9")));
    assertEquals(
        List.of("addresses", "max_connections", "port", "protocols", "speed", "transport"),
        e.faults().stream().map(f -> f.field()).sorted().toList());
  }

  @Test
  public void aRemovedListenerTellsItsClients() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      assertEquals("pong", client.ping());
      harness.wire.remove("test");
      assertEquals("error: listener test was removed", client.answer());
      assertEquals("end", client.answer());
    }
  }

  @Test
  public void theSelectorOfTheJdkServesAsWell() {
    try (Harness harness = new Harness(Map.of(), 10, false);
        RawClient client = harness.client()) {
      assertEquals("pong", client.ping());
      assertEquals("[x] [[x]] 1", client.ask("ROWS 1 1"));
      harness.settings(Map.of("keep_alive_interval_secs", "7"));
      assertEquals("pong", client.ping());
    }
  }

  @Test
  public void keepAliveHoldsForThoseWhoAreThere() {
    try (Harness harness = new Harness();
        RawClient client = harness.client()) {
      assertEquals("pong", client.ping());
      harness.settings(Map.of("keep_alive_interval_secs", "7"));
      Client served = harness.served();
      Harness.await(
          "TCP_KEEPIDLE",
          () ->
              Integer.valueOf(7)
                  .equals(
                      served
                          .socket()
                          .config()
                          .getOption(io.netty.channel.epoll.EpollChannelOption.TCP_KEEPIDLE)));
    }
  }
}
