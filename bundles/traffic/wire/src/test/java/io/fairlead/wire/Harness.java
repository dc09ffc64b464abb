package io.fairlead.wire;

import io.fairlead.wire.Wire.Ground;
import io.fairlead.wire.basic.BasicProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A transport on a free port of the loopback, with fake sessions and a clock that can be moved. */
final class Harness implements AutoCloseable {

  static {
    Leaks.watch();
  }

  final Path folder;
  final FakeSessions sessions = new FakeSessions();
  final BasicProtocol protocol = new BasicProtocol();
  final Wire wire;
  private final AtomicLong moved = new AtomicLong();

  Harness() {
    this(Map.of(), 1_000, true);
  }

  Harness(Map<String, String> settings) {
    this(settings, 1_000, true);
  }

  Harness(Map<String, String> settings, int mostClients, boolean epoll) {
    try {
      folder = Files.createTempDirectory("fairlead-wire-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicLong ids = new AtomicLong();
    wire =
        new Wire(
            new Ground(
                folder.resolve("spill"),
                folder,
                sequence -> ids.incrementAndGet(),
                () -> sessions,
                () -> System.nanoTime() + moved.get(),
                Instant::now,
                2,
                mostClients,
                4 << 20,
                epoll));
    wire.add("native", protocol);
    listen(settings);
  }

  /** The listener's settings, where they are not those by which a test can run anywhere. */
  void listen(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("port", "0", "drain_secs", "5"));
    all.putAll(settings);
    wire.listen("test", ListenerSettings.read(all));
  }

  void settings(Map<String, String> settings) {
    wire.apply(ProtocolSettings.read(settings));
  }

  Listener listener() {
    return wire.listener("test");
  }

  int port() {
    String address = listener().addresses().get(0);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  RawClient client() {
    return new RawClient(port());
  }

  /** The only client, as the server has it. */
  Client served() {
    await("one client", () -> wire.clients().all().size() == 1);
    return wire.clients().all().iterator().next();
  }

  /** Lets so many seconds pass. */
  void pass(long seconds) {
    moved.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in 20 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    sessions.close();
    wire.close();
    await("all memory of replies is back", () -> wire.spill().inMemory() == 0);
    removeFolder();
  }

  /** Nothing may be left in it: a file there is a spilled reply that nobody removed. */
  private void removeFolder() {
    try {
      Files.deleteIfExists(folder.resolve("spill"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
