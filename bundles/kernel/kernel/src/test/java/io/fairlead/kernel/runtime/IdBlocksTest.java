package io.fairlead.kernel.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.store.CrashingFiles;
import io.fairlead.kernel.store.CrashingFiles.Aftermath;
import io.fairlead.kernel.store.CrashingFiles.Crash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class IdBlocksTest {

  private static final Path FOLDER = Path.of("/ids");

  @Test
  public void numbersCountFromOneInEachSequence() {
    IdBlocks ids = new IdBlocks(FOLDER, new CrashingFiles(), Runnable::run);
    for (long expected = 1; expected <= 3L * IdBlocks.BLOCK; expected++) {
      assertEquals(expected, ids.next("session"));
    }
    assertEquals(1, ids.next("connection"));
  }

  @Test
  public void theDiskIsAskedOnceABlock() {
    CrashingFiles files = new CrashingFiles();
    IdBlocks ids = new IdBlocks(FOLDER, files, Runnable::run);
    for (int i = 0; i < 10 * IdBlocks.BLOCK; i++) {
      ids.next("session");
    }
    assertEquals(11, files.calls.stream().filter(c -> c.startsWith("write")).count());
  }

  @Test
  public void noNumberIsGivenTwiceWhereverTheCrashIs() {
    for (Aftermath aftermath : Aftermath.values()) {
      for (int crash = 1; crash <= 13; crash++) {
        Set<Long> given = new HashSet<>();
        CrashingFiles files = new CrashingFiles();
        files.crashAfter(crash);
        boolean crashed = false;
        try {
          IdBlocks ids = new IdBlocks(FOLDER, files, Runnable::run);
          for (int i = 0; i < 3 * IdBlocks.BLOCK; i++) {
            given.add(ids.next("session"));
          }
        } catch (Crash e) {
          crashed = true;
        }
        assertTrue(crashed);
        IdBlocks next = new IdBlocks(FOLDER, files.after(aftermath), Runnable::run);
        for (int i = 0; i < 2 * IdBlocks.BLOCK; i++) {
          assertTrue(aftermath + " " + crash, given.add(next.next("session")));
        }
      }
    }
  }

  @Test
  public void manyThreadsGetDifferentNumbers() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    ExecutorService ahead = Executors.newSingleThreadExecutor();
    try {
      IdBlocks ids = new IdBlocks(FOLDER, new CrashingFiles(), ahead);
      Set<Long> given = ConcurrentHashMap.newKeySet();
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        done.add(
            threads.submit(
                () -> {
                  long last = 0;
                  for (int i = 0; i < 20_000; i++) {
                    long id = ids.next("session");
                    assertTrue("each thread sees them rise", id > last);
                    last = id;
                    assertTrue(given.add(id));
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
      assertEquals(160_000, given.size());
    } finally {
      threads.shutdownNow();
      ahead.shutdown();
    }
  }

  @Test
  public void aFullDiskGivesNoNumberAndALaterTryDoes() {
    CrashingFiles files = new CrashingFiles();
    files.fail("write");
    IdBlocks ids = new IdBlocks(FOLDER, files, Runnable::run);
    assertThrows(Unavailable.class, () -> ids.next("session"));
    files.fail(null);
    assertEquals(1, ids.next("session"));
  }

  @Test
  public void aFullDiskAheadOfNeedHurtsNobodyYet() {
    CrashingFiles files = new CrashingFiles();
    IdBlocks ids = new IdBlocks(FOLDER, files, Runnable::run);
    ids.next("session");
    files.fail("write");
    for (int i = 2; i <= IdBlocks.BLOCK; i++) {
      assertEquals(i, ids.next("session"));
    }
    assertThrows(Unavailable.class, () -> ids.next("session"));
    files.fail(null);
    assertEquals(IdBlocks.BLOCK + 1, ids.next("session"));
  }

  @Test
  public void aFileThatHoldsNoNumberIsNeverTakenForOne() {
    CrashingFiles files = new CrashingFiles();
    files.putByHand(FOLDER.resolve("session"), "12x".getBytes(US_ASCII));
    Unavailable e =
        assertThrows(
            Unavailable.class, () -> new IdBlocks(FOLDER, files, Runnable::run).next("session"));
    assertTrue(e.getMessage(), e.getMessage().contains("/ids/session"));
  }

  @Test
  public void aSequenceHasAName() {
    IdBlocks ids = new IdBlocks(FOLDER, new CrashingFiles(), Runnable::run);
    assertThrows(IllegalArgumentException.class, () -> ids.next("../session"));
  }
}
