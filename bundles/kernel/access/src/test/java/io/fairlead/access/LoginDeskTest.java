package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Unauthenticated;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What others do while somebody logs in. */
public class LoginDeskTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final SecureRandom random = new SecureRandom();
  private final Map<String, User> users = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Runnable onVerified = () -> {};
  private volatile Runnable onProof = () -> {};
  private LoginDesk desk;

  @Before
  public void start() {
    TemporaryInstance instance = new TemporaryInstance(folder.getRoot().toPath());
    Door door =
        new Door(
            name -> Optional.ofNullable(users.get(name)),
            name -> onVerified.run(),
            PasswordHash.ofNobody(random),
            DeclaredRoles.of(new FakeServices().context()),
            user -> user.password().toString(),
            new Familiar(new byte[32], 100, List.of()),
            random,
            () -> Instant.EPOCH,
            () -> 0L);
    Proofs proofs = new Proofs(Keys.of(instance, "proofs of passwords"));
    desk =
        new LoginDesk(
            door,
            name -> Optional.ofNullable(users.get(name)),
            user -> {
              String proof = proofs.of(user.password());
              onProof.run();
              return proof;
            },
            new TokenSigner(Keys.of(instance, "tokens"), () -> Instant.EPOCH),
            new LoginBook(instance, () -> Instant.EPOCH),
            random,
            () -> Instant.EPOCH,
            () -> new LoginDesk.Times(Duration.ofMinutes(15), Duration.ofDays(7)));
    set("eve", "eve's own");
  }

  @After
  public void end() {
    threads.shutdownNow();
  }

  @Test
  public void aPasswordThatIsChangedDuringALoginGivesNoneToTheOldOne() {
    onVerified = () -> set("eve", "eve's next");
    assertThrows(Unauthenticated.class, () -> desk.login("eve", "eve's own", "here"));
    onVerified = () -> {};
    onProof =
        () -> {
          onProof = () -> {};
          set("eve", "eve's third");
        };
    assertThrows(Unauthenticated.class, () -> desk.login("eve", "eve's next", "here"));
    assertEquals("eve", desk.caller(desk.login("eve", "eve's third", "here").token(), "").name());
  }

  @Test
  public void noLoginWithTheOldPasswordOutlivesAChange() throws Exception {
    for (int round = 0; round < 20; round++) {
      String old = "password " + round;
      set("eve", old);
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Optional<Logins.Tokens>>> logins = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String address = "here " + i;
        logins.add(
            threads.submit(
                () -> {
                  go.await();
                  try {
                    return Optional.of(desk.login("eve", old, address));
                  } catch (Unauthenticated e) {
                    return Optional.empty();
                  }
                }));
      }
      go.countDown();
      set("eve", "another " + round);
      for (Future<Optional<Logins.Tokens>> login : logins) {
        login
            .get(60, TimeUnit.SECONDS)
            .ifPresent(
                tokens ->
                    assertThrows(Unauthenticated.class, () -> desk.caller(tokens.token(), "here")));
      }
    }
  }

  @Test
  public void whoWaitsToBeVerifiedKeepsNobodyFromALoginOrARefresh() throws Exception {
    Logins.Tokens eves = desk.login("eve", "eve's own", "here");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    set("slow", "slow's own");
    onVerified =
        () -> {
          inside.countDown();
          await(go);
        };
    List<Future<Logins.Tokens>> slow = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      slow.add(threads.submit(() -> desk.login("slow", "slow's own", "elsewhere")));
    }
    assertTrue(inside.await(30, TimeUnit.SECONDS));
    assertEquals("eve", desk.caller(desk.login("eve", "eve's own", "here").token(), "").name());
    assertEquals("eve", desk.caller(desk.refresh(eves.refreshToken()).token(), "").name());
    go.countDown();
    for (Future<Logins.Tokens> each : slow) {
      try {
        each.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertTrue(e.toString(), e.getCause() instanceof Exhausted);
      }
    }
  }

  private void set(String name, String password) {
    users.put(
        name,
        new User(
            name, Set.of(Caller.ADMIN), Instant.EPOCH, PasswordHash.of(password, random, 1_000)));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
