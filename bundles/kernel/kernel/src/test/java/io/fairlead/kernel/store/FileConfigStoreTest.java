package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigState;
import io.fairlead.kernel.config.StoredConfig;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.store.CrashingFiles.Aftermath;
import io.fairlead.kernel.store.CrashingFiles.Crash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.Test;

public class FileConfigStoreTest {

  private static final Path ETC = Path.of("/etc");
  private static final Path GOOD = Path.of("/good");
  private static final ConfigId ORDERS = ConfigId.of("io.fairlead.pool", "orders");
  private static final ConfigId PROTOCOL = ConfigId.singleton("io.fairlead.protocol");
  private static final Path FILE = ETC.resolve("io.fairlead.pool-orders.cfg");
  private static final Map<String, String> OLD = Map.of("max", "5", "url", "old");
  private static final Map<String, String> NEW = Map.of("max", "6", "url", "new");
  private static final Optional<String> ANY = Optional.empty();

  private CrashingFiles files = new CrashingFiles();
  private FileConfigStore store = open(files);

  @Test
  public void theFileIsDurableBeforeAnybodyHearsOfIt() {
    store.create(ORDERS, OLD);
    assertEquals(
        List.of(
            "write /etc/.io.fairlead.pool-orders.cfg.tmp",
            "sync /etc/.io.fairlead.pool-orders.cfg.tmp",
            "rename /etc/.io.fairlead.pool-orders.cfg.tmp /etc/io.fairlead.pool-orders.cfg",
            "sync folder /etc",
            "announce io.fairlead.pool~orders {max=5, url=old}"),
        files.calls);
  }

  @Test
  public void aFileIsDurablyGoneBeforeAnybodyHearsOfIt() {
    store.create(ORDERS, OLD);
    store.applied(ORDERS, OLD);
    files.calls.clear();
    store.delete(ORDERS, ANY);
    assertEquals(
        List.of(
            "delete /etc/io.fairlead.pool-orders.cfg",
            "sync folder /etc",
            "delete /good/io.fairlead.pool-orders.cfg",
            "sync folder /good",
            "announce io.fairlead.pool~orders deleted"),
        files.calls);
    assertEquals(List.of(), files.allNames());
    assertEquals(Optional.empty(), store.state(ORDERS));
  }

  @Test
  public void aCrashAtAnyStepLeavesTheOldOrTheNewAndLosesNothingThatWasAnswered() {
    everyCrash(s -> {}, s -> s.create(ORDERS, NEW), Optional.empty(), Optional.of(NEW), 4);
    everyCrash(
        s -> s.create(ORDERS, OLD),
        s -> s.put(ORDERS, NEW, ANY),
        Optional.of(OLD),
        Optional.of(NEW),
        4);
    everyCrash(
        s -> {
          s.create(ORDERS, OLD);
          s.applied(ORDERS, OLD);
        },
        s -> s.delete(ORDERS, ANY),
        Optional.of(OLD),
        Optional.empty(),
        4);
    everyCrash(
        s -> s.create(ORDERS, OLD),
        s -> s.applied(ORDERS, OLD),
        Optional.of(OLD),
        Optional.of(OLD),
        4);
  }

  private static void everyCrash(
      Consumer<FileConfigStore> before,
      Consumer<FileConfigStore> change,
      Optional<Map<String, String>> old,
      Optional<Map<String, String>> changed,
      int steps) {
    for (Aftermath aftermath : Aftermath.values()) {
      for (int step = 0; step <= steps; step++) {
        CrashingFiles disk = new CrashingFiles();
        FileConfigStore store = open(disk);
        before.accept(store);
        disk.calls.clear();
        boolean answered = false;
        disk.crashAfter(step == steps ? Integer.MAX_VALUE : step);
        try {
          change.accept(store);
          answered = true;
        } catch (Crash e) {
          assertTrue(disk.calls.size() <= step);
        }
        assertEquals("as many steps as there are", step == steps, answered);
        CrashingFiles next = disk.after(aftermath);
        FileConfigStore restarted = open(next);
        restarted.start();
        Optional<Map<String, String>> found = restarted.get(ORDERS).map(StoredConfig::settings);
        String what = aftermath + " after step " + step + ": " + found;
        assertTrue(what, found.equals(changed) || !answered && found.equals(old));
        assertEquals(what, found.isPresent() ? 1 : 0, restarted.list("io.fairlead.pool").size());
        assertTrue(what, next.allNames().stream().noneMatch(n -> n.endsWith(".tmp")));
        assertTrue(what, found.isPresent() || next.allNames().isEmpty());
        assertEquals(what, List.of(), restarted.failures());
      }
    }
  }

  @Test
  public void aFullDiskChangesNothingAndSaysSo() {
    store.create(ORDERS, OLD);
    for (String call : new String[] {"write", "sync /etc", "rename"}) {
      files.fail(call);
      Unavailable e = assertThrows(Unavailable.class, () -> store.put(ORDERS, NEW, ANY));
      assertTrue(e.getMessage(), e.getMessage().contains("pool-orders.cfg: No space left"));
      files.fail(null);
      assertEquals(OLD, store.get(ORDERS).orElseThrow().settings());
      assertEquals(List.of("/etc/io.fairlead.pool-orders.cfg"), files.allNames());
    }
  }

  @Test
  public void equalSettingsAreNoChange() {
    StoredConfig made = store.create(ORDERS, OLD);
    files.calls.clear();
    assertEquals(made, store.put(ORDERS, OLD, ANY));
    assertEquals(List.of(), files.calls);
  }

  @Test
  public void whoBuiltOnAnotherRevisionIsTold() {
    String first = store.create(ORDERS, OLD).revision();
    String second = store.put(ORDERS, NEW, Optional.of(first)).revision();
    assertNotEquals(first, second);
    assertThrows(Stale.class, () -> store.put(ORDERS, OLD, Optional.of(first)));
    assertThrows(Stale.class, () -> store.delete(ORDERS, Optional.of(first)));
    assertEquals(NEW, store.get(ORDERS).orElseThrow().settings());
    store.delete(ORDERS, Optional.of(second));
    assertThrows(NotFound.class, () -> store.delete(ORDERS, ANY));
    assertThrows(NotFound.class, () -> store.put(ORDERS, NEW, ANY));
  }

  @Test
  public void ofManyWhoBuiltOnOneRevisionOneWins() throws Exception {
    String first = store.create(ORDERS, OLD).revision();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CyclicBarrier together = new CyclicBarrier(8);
      List<Future<Boolean>> results =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.await(30, TimeUnit.SECONDS);
                            try {
                              store.put(ORDERS, Map.of("max", "1" + i), Optional.of(first));
                              return true;
                            } catch (Stale e) {
                              return false;
                            }
                          }))
              .toList();
      int won = 0;
      for (Future<Boolean> result : results) {
        won += result.get(30, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertEquals(1, won);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void aNameIsTakenOnce() {
    store.create(ORDERS, OLD);
    assertThrows(Conflict.class, () -> store.create(ORDERS, NEW));
    files.putByHand(FILE, new byte[] {0});
    assertThrows(Conflict.class, () -> store.create(ORDERS, NEW));
  }

  @Test
  public void aSingletonIsMadeByPut() {
    String none = store.revision(PROTOCOL, Map.of());
    store.put(PROTOCOL, Map.of("timeout_secs", "5"), Optional.of(none));
    assertEquals(List.of("/etc/io.fairlead.protocol.cfg"), files.allNames());
    assertThrows(Stale.class, () -> store.put(PROTOCOL, Map.of(), Optional.of(none)));
  }

  @Test
  public void theRevisionIsThatOfTheSettingsAndOfNothingElse() {
    String revision = store.create(ORDERS, OLD).revision();
    assertTrue(revision, revision.matches("[0-9a-f]{32}"));
    files.putByHand(
        FILE, bytes("# by hand\nurl:old\nmax=5  \nfelix.fileinstall.filename=x\nservice.pid=y\n"));
    assertEquals(revision, store.get(ORDERS).orElseThrow().revision());
    files.putByHand(FILE, bytes("url=old\nmax=4\n"));
    assertNotEquals(revision, store.get(ORDERS).orElseThrow().revision());
    assertNotEquals(revision, store.revision(ConfigId.of("io.fairlead.pool", "other"), OLD));
    FileConfigStore otherKey =
        new FileConfigStore(
            ETC, GOOD, files, new byte[] {1}, n -> null, new Announcements(files), entry -> {});
    assertNotEquals(revision, otherKey.revision(ORDERS, OLD));
    assertNotEquals(
        store.revision(ORDERS, Map.of("a", "bc")), store.revision(ORDERS, Map.of("ab", "c")));
  }

  @Test
  public void whatConfigurationAdminWouldRefuseIsRefusedFirst() {
    assertThrows(Invalid.class, () -> store.create(ORDERS, Map.of("p.a", "1", "p.A", "2")));
    assertThrows(Invalid.class, () -> store.create(ORDERS, Map.of("", "1")));
    assertThrows(Invalid.class, () -> store.create(ORDERS, Map.of("a", "x".repeat(2 << 20))));
    assertEquals(List.of(), files.allNames());
  }

  @Test
  public void aFileThatCannotBeReadIsAFailureThatNamesIt() {
    store.create(ORDERS, OLD);
    store.applied(ORDERS, OLD);
    for (byte[] nonsense :
        new byte[][] {{0, 1, 2, (byte) 0xff}, new byte[10 << 20], bytes("max = \\uXYZ0\n")}) {
      files.putByHand(FILE, nonsense);
      assertEquals(Optional.empty(), store.get(ORDERS));
      assertEquals(List.of(), store.list("io.fairlead.pool"));
      ConfigState state = store.state(ORDERS).orElseThrow();
      assertTrue(
          state.failure().orElseThrow(),
          state.failure().orElseThrow().startsWith("io.fairlead.pool-orders.cfg: "));
      assertEquals(List.of(state), store.failures());
      assertEquals(OLD, store.lastGood(ORDERS).orElseThrow().settings());
      assertFalse(state.applied());
      assertThrows(
          Stale.class, () -> store.put(ORDERS, NEW, Optional.of(store.revision(ORDERS, OLD))));
    }
    store.put(ORDERS, NEW, ANY);
    assertEquals(NEW, store.get(ORDERS).orElseThrow().settings());
    assertEquals(List.of(), store.failures());
  }

  @Test
  public void whatCannotBeReadAtTheStartIsAnnouncedWithItsLastGoodSettings() {
    store.create(ORDERS, OLD);
    store.applied(ORDERS, OLD);
    files.putByHand(FILE, new byte[] {0});
    CrashingFiles next = files.after(Aftermath.ALL_IS_KEPT);
    open(next).start();
    assertEquals(List.of("announce io.fairlead.pool~orders {max=5, url=old}"), next.calls);
  }

  @Test
  public void theStartRemovesWhatACrashLeft() {
    files.putByHand(ETC.resolve(".io.fairlead.pool-orders.cfg.tmp"), bytes("x"));
    files.putByHand(ETC.resolve(".another.tmp"), bytes("not ours"));
    files.putByHand(GOOD.resolve("io.fairlead.pool-gone.cfg"), bytes("a = 1\n"));
    store.start();
    assertEquals(List.of("/etc/.another.tmp"), files.allNames());
  }

  @Test
  public void lastGoodSurvivesARefusalAndARestart() {
    store.create(ORDERS, OLD);
    store.applied(ORDERS, OLD);
    store.put(ORDERS, NEW, ANY);
    store.refused(ORDERS, NEW, "max: 6 (expected: 1 to 5)");
    ConfigState state = store.state(ORDERS).orElseThrow();
    assertEquals(Optional.of("max: 6 (expected: 1 to 5)"), state.failure());
    assertEquals(Optional.of(store.revision(ORDERS, OLD)), state.appliedRevision());
    assertEquals(List.of(state), store.failures());
    FileConfigStore restarted = open(files.after(Aftermath.ALL_IS_LOST));
    assertEquals(OLD, restarted.lastGood(ORDERS).orElseThrow().settings());
    store.applied(ORDERS, NEW);
    assertTrue(store.state(ORDERS).orElseThrow().applied());
    assertEquals(List.of(), store.failures());
    assertEquals(NEW, store.lastGood(ORDERS).orElseThrow().settings());
  }

  @Test
  public void whoWaitsIsWokenByTheAcknowledgement() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 300; round++) {
        Map<String, String> settings = Map.of("round", String.valueOf(round));
        StoredConfig stored =
            round == 0 ? store.create(ORDERS, settings) : store.put(ORDERS, settings, ANY);
        boolean right = round % 3 != 0;
        List<Future<ConfigState>> waiting =
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        threads.submit(
                            () ->
                                store.awaitAcknowledgement(
                                    ORDERS, stored.revision(), Duration.ofMinutes(1))))
                .toList();
        threads.submit(
            () -> {
              if (right) {
                store.applied(ORDERS, settings);
              } else {
                store.refused(ORDERS, settings, "no");
              }
            });
        for (Future<ConfigState> state : waiting) {
          assertEquals(right, state.get(30, TimeUnit.SECONDS).applied());
          assertEquals(!right, state.get().failure().isPresent());
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void whoWaitsIsWokenByALaterRevisionToo() throws Exception {
    String first = store.create(ORDERS, OLD).revision();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<ConfigState> waiting =
          threads.submit(() -> store.awaitAcknowledgement(ORDERS, first, Duration.ofMinutes(1)));
      store.put(ORDERS, NEW, ANY);
      store.applied(ORDERS, NEW);
      assertTrue(waiting.get(30, TimeUnit.SECONDS).applied());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void whoWaitsInVainSeesWhatIs() {
    String revision = store.create(ORDERS, OLD).revision();
    ConfigState state = store.awaitAcknowledgement(ORDERS, revision, Duration.ofMillis(1));
    assertFalse(state.applied());
    assertEquals(Optional.of(revision), state.fileRevision());
    assertEquals(Optional.empty(), state.failure());
    assertSame(
        Optional.empty(), store.awaitAcknowledgement(PROTOCOL, "x", Duration.ZERO).fileRevision());
  }

  @Test
  public void othersFilesAreNotSeen() {
    files.putByHand(ETC.resolve("org.apache.karaf.shell.cfg"), bytes("a = 1\n"));
    files.putByHand(ETC.resolve("io.fairlead.pool-Not_A_Name.cfg"), bytes("a = 1\n"));
    files.putByHand(ETC.resolve("io.fairlead.pool-a-b.cfg"), bytes("a = 1\n"));
    store.start();
    assertEquals(List.of(), store.list("io.fairlead.pool"));
    assertEquals(List.of(), files.calls);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static FileConfigStore open(CrashingFiles files) {
    return new FileConfigStore(
        ETC, GOOD, files, new byte[32], System::getProperty, new Announcements(files), entry -> {});
  }

  /** Notes announcements among the calls of the file system. */
  private record Announcements(CrashingFiles files) implements Announcer {
    @Override
    public void changed(ConfigId id, Map<String, String> settings, Path file) {
      files.calls.add("announce " + id.fullPid() + " " + new TreeMap<>(settings));
    }

    @Override
    public void deleted(ConfigId id) {
      files.calls.add("announce " + id.fullPid() + " deleted");
    }
  }
}
