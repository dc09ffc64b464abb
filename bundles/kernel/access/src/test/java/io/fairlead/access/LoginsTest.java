package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.access.Logins;
import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.error.Unavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tokens: who is let in by one, how long, and what ends it. */
public class LoginsTest {

  private static final Duration TOKEN = Duration.ofMinutes(15);
  private static final Duration REFRESH = Duration.ofDays(7);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private TemporaryInstance instance;
  private AccessComponent access;

  @Before
  public void start() {
    instance = new TemporaryInstance(folder.getRoot().toPath());
    access = again("the admin's own");
    access.create(Map.of("name", "eve", "password", "eve's own", "roles", List.of("operator")));
  }

  @Test
  public void aTokenLetsItsUserInUntilItExpires() {
    Logins.Tokens tokens = login();
    assertEquals(now.plus(TOKEN), tokens.expiresAt());
    assertEquals(List.of("operator"), tokens.roles());
    Caller caller = enter(tokens);
    assertEquals("eve", caller.name());
    assertEquals(Set.of("operator"), caller.roles());
    assertEquals("eve", access.validate(caller).username());
    assertEquals(tokens.expiresAt(), access.validate(caller).expiresAt());
    now = now.plus(TOKEN);
    assertOut(tokens);
    assertThrows(Unauthenticated.class, () -> access.confirm(caller, "sessions"));
  }

  @Test
  public void whoHasNoRoleLeftStillLogsOutAndChangesTheOwnPassword() {
    Caller before = enter(login());
    access.update("eve", Map.of("roles", List.of()));
    Logins.Tokens tokens = login();
    Caller caller = enter(tokens);
    assertEquals(Set.of(), caller.roles());
    for (String own : List.of("logout", "changePassword", "validate")) {
      access.authorize(caller, own);
      access.confirm(before, own);
    }
    assertThrows(Forbidden.class, () -> access.authorize(caller, "about"));
    assertThrows(Forbidden.class, () -> access.authorize(caller, "users"));
    access.logout(caller);
    assertOut(tokens);
    assertThrows(Unauthenticated.class, () -> access.confirm(caller, "logout"));
  }

  @Test
  public void aRestartLogsNobodyOutAndWhoLoggedOutStaysOut() {
    Logins.Tokens stays = login();
    Logins.Tokens goes = login();
    access.logout(enter(goes));
    access = again("the admin's own");
    assertEquals("eve", enter(stays).name());
    assertOut(goes);
    assertThrows(Unauthenticated.class, () -> access.refresh(goes.refreshToken()));
    Logins.Tokens next = access.refresh(stays.refreshToken());
    access = again("the admin's own");
    assertEquals("eve", enter(next).name());
  }

  @Test
  public void adminOfTheEnvironmentStaysInOverARestartUnlessThePasswordIsAnother() {
    Logins.Tokens admin = access.login("admin", "the admin's own", "here");
    access = again("the admin's own");
    assertEquals("admin", enter(admin).name());
    access = again("another");
    assertOut(admin);
  }

  @Test
  public void aRefreshTokenIsGoodOnceAndASecondUseEndsTheLogin() {
    Logins.Tokens first = login();
    Logins.Tokens second = access.refresh(first.refreshToken());
    assertNotEquals(first.refreshToken(), second.refreshToken());
    assertEquals("eve", enter(second).name());
    assertThrows(Unauthenticated.class, () -> access.refresh(first.refreshToken()));
    assertOut(second);
    assertThrows(Unauthenticated.class, () -> access.refresh(second.refreshToken()));
  }

  @Test
  public void aLoginThatIsNotRefreshedInTimeIsOver() {
    Logins.Tokens tokens = login();
    now = now.plus(REFRESH).minusSeconds(1);
    Logins.Tokens next = access.refresh(tokens.refreshToken());
    now = now.plus(REFRESH);
    assertThrows(Unauthenticated.class, () -> access.refresh(next.refreshToken()));
  }

  @Test
  public void anotherPasswordEndsEveryLoginOfItsUserAtOnceRestartIncluded() {
    Logins.Tokens tokens = login();
    Caller onAStream = enter(tokens);
    access.changePassword("eve", Map.of("current", "eve's own", "new", "eve's new one"));
    assertOut(tokens);
    assertThrows(Unauthenticated.class, () -> access.confirm(onAStream, "sessions"));
    access = again("the admin's own");
    assertOut(tokens);
    assertThrows(Unauthenticated.class, () -> access.refresh(tokens.refreshToken()));
  }

  @Test
  public void aUserWhoIsDisabledOrRemovedIsOutForGood() {
    Logins.Tokens tokens = login();
    access.update("eve", Map.of("enabled", false));
    assertOut(tokens);
    access.update("eve", Map.of("enabled", true));
    assertOut(tokens);
    Logins.Tokens other = login();
    access.delete("eve");
    assertOut(other);
  }

  @Test
  public void rolesAreThoseOfNow() {
    Caller onAStream = enter(login());
    access.confirm(onAStream, "killConnection");
    access.update("eve", Map.of("roles", List.of("viewer")));
    access.confirm(onAStream, "sessions");
    assertThrows(Forbidden.class, () -> access.confirm(onAStream, "killConnection"));
  }

  @Test
  public void whoCameByAPasswordIsConfirmedWhileItIsTheSame() {
    Caller caller = access.authenticate(BasicHeaderTest.basic("eve:eve's own"), "here");
    access.confirm(caller, "sessions");
    access.changePassword("eve", Map.of("current", "eve's own", "new", "eve's new one"));
    assertThrows(Unauthenticated.class, () -> access.confirm(caller, "sessions"));
  }

  @Test
  public void aRefreshTokenIsNoTokenAndATokenRefreshesNothing() {
    Logins.Tokens tokens = login();
    assertThrows(
        Unauthenticated.class,
        () -> access.authenticate("Bearer " + tokens.refreshToken(), "here"));
    assertThrows(Unauthenticated.class, () -> access.refresh(tokens.token()));
  }

  @Test
  public void whatIsForgedIsRefused() throws Exception {
    String right = login().token();
    String[] parts = right.split("\\.");
    SignedJWT signed = SignedJWT.parse(right);
    JWTClaimsSet claims = signed.getJWTClaimsSet();
    String adminClaims = base64(claims.toString().replace("\"sub\":\"eve\"", "\"sub\":\"admin\""));
    SignedJWT otherKey =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("fairlead-access"))
                .build(),
            claims);
    otherKey.sign(new MACSigner(new byte[32]));
    SignedJWT noExpiry =
        new SignedJWT(
            signed.getHeader(), new JWTClaimsSet.Builder().subject("eve").jwtID("x").build());
    noExpiry.sign(new MACSigner(Keys.of(instance, "tokens")));
    List<String> forged =
        List.of(
            new PlainJWT(claims).serialize(),
            base64("{\"alg\":\"none\",\"typ\":\"fairlead-access\"}") + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + adminClaims + "." + parts[2],
            otherKey.serialize(),
            noExpiry.serialize(),
            right + "x",
            right.substring(0, right.length() - 4) + "AAAA",
            "0123456789abcdef0123456789abcdef",
            "",
            "..",
            "a.b.c",
            "x".repeat(100_000));
    for (String token : forged) {
      assertThrows(
          token, Unauthenticated.class, () -> access.authenticate("Bearer " + token, "here"));
      assertThrows(token, Unauthenticated.class, () -> access.refresh(token));
    }
    assertEquals("eve", access.authenticate("bearer " + right, "here").name());
  }

  @Test
  public void aUserHasSoManyLoginsAtMostAndTheOldestGoesFirst() {
    Logins.Tokens first = login();
    for (int i = 0; i < LoginBook.MOST_OF_ONE; i++) {
      now = now.plusMillis(1_000);
      login();
    }
    assertThrows(Unauthenticated.class, () -> access.refresh(first.refreshToken()));
  }

  @Test
  public void nobodysLoginsPushOutThoseOfAnotherWhoHasFewer() throws Exception {
    StringBuilder lines = new StringBuilder("fairlead-logins 1\n");
    IntStream.range(0, LoginBook.MOST)
        .mapToObj(i -> line("id" + i, i < 50 ? "hog" : "user" + i, now.plusSeconds(3_600 + i)))
        .forEach(lines::append);
    Files.writeString(instance.data().resolve("access/logins"), lines);
    LoginBook book = new LoginBook(instance, () -> now);
    assertTrue(book.put(eves("new", now.plusSeconds(1)), () -> true));
    assertTrue(book.find("id0").isEmpty());
    assertTrue(book.find("id50").isPresent() && book.find("new").isPresent());
    assertFalse(book.put(eves("refused", now.plusSeconds(9)), () -> false));
    assertTrue(book.find("refused").isEmpty());
  }

  @Test
  public void whereEverybodyHasOneAndNoneIsLeftTheNextIsRefused() throws Exception {
    StringBuilder lines = new StringBuilder("fairlead-logins 1\n");
    IntStream.range(0, LoginBook.MOST)
        .forEach(i -> lines.append(line("id" + i, "user" + i, now.plusSeconds(3_600 + i))));
    Files.writeString(instance.data().resolve("access/logins"), lines);
    LoginBook book = new LoginBook(instance, () -> now);
    assertThrows(
        Exhausted.class, () -> book.put(eves("new", now.plusSeconds(9_999_999)), () -> true));
    assertTrue(book.find("id0").isPresent() && book.find("new").isEmpty());
  }

  @Test
  public void aLogoutThatTheDiskRefusesHoldsAtOnceAndIsWrittenWhenItIsSaidAgain() {
    Logins.Tokens goes = login();
    Caller caller = enter(goes);
    instance.full = true;
    assertThrows(Unavailable.class, () -> access.logout(caller));
    assertThrows(Unauthenticated.class, () -> access.confirm(caller, "sessions"));
    assertOut(goes);
    Caller again = access.authenticateForLogout("Bearer " + goes.token(), null, "b");
    assertThrows(Forbidden.class, () -> access.authorize(again, "closeNetworkConnection"));
    assertThrows(Unauthenticated.class, () -> access.confirm(again, "sessions"));
    access.authorize(again, "logout");
    assertThrows(Unavailable.class, () -> access.logout(again));
    assertThrows(Unauthenticated.class, () -> access.refresh(goes.refreshToken()));
    instance.full = false;
    access.logout(again);
    assertOut(goes);
    assertThrows(
        Unauthenticated.class,
        () -> access.authenticateForLogout("Bearer " + goes.token(), null, "b"));
    access = again("the admin's own");
    assertOut(goes);
  }

  @Test
  public void whatTheDiskDidNotTakeIsWrittenLater() {
    login();
    LoginBook book = new LoginBook(instance, () -> now);
    assertTrue(book.put(eves("goes", now.plusSeconds(9)), () -> true));
    instance.full = true;
    assertThrows(Unavailable.class, () -> book.end("goes"));
    assertThrows(Unavailable.class, () -> book.put(eves("no", now.plusSeconds(9)), () -> true));
    assertTrue(book.find("no").isEmpty());
    book.writeAgain();
    instance.full = false;
    assertTrue(new LoginBook(instance, () -> now).find("goes").isPresent());
    book.writeAgain();
    assertTrue(new LoginBook(instance, () -> now).find("goes").isEmpty());
  }

  @Test
  public void strangersWhoGuessAfterARestartDoNotLockOutWhoWasLetInBefore() throws Exception {
    access.authenticate(BasicHeaderTest.basic("eve:eve's own"), "home");
    access.close();
    String kept = Files.readString(instance.data().resolve("access/familiar"));
    assertFalse(kept, kept.contains("eve") || kept.contains("home"));
    access.close();
    assertEquals(1, instance.written.stream().filter("access/familiar"::equals).count());
    access = again("the admin's own");
    for (int i = 0; i < 20; i++) {
      String guess = BasicHeaderTest.basic("eve:guess " + i);
      String evil = "evil " + i;
      assertThrows(Unauthenticated.class, () -> access.authenticate(guess, evil));
    }
    String right = BasicHeaderTest.basic("eve:eve's own");
    assertThrows(Exhausted.class, () -> access.authenticate(right, "abroad"));
    assertEquals("eve", access.authenticate(right, "home").name());
  }

  private static Login eves(String id, Instant until) {
    return new Login(id, "eve", 1, "proof", until);
  }

  private static String line(String id, String user, Instant until) {
    return id + " " + user + " 1 proof " + until + "\n";
  }

  @Test
  public void whatIsKeptHoldsNoToken() throws Exception {
    Logins.Tokens tokens = login();
    String content = Files.readString(instance.data().resolve("access/logins"));
    assertFalse(content.contains(tokens.token()) || content.contains(tokens.refreshToken()));
    assertEquals("Tokens", tokens.toString());
  }

  @Test
  public void aBookThatCannotBeReadCostsANewLoginAndNothingElse() throws Exception {
    Logins.Tokens tokens = login();
    Files.writeString(instance.data().resolve("access/logins"), "nonsense");
    access = again("the admin's own");
    assertOut(tokens);
    assertEquals("eve", enter(login()).name());
  }

  private Logins.Tokens login() {
    return access.login("eve", "eve's own", "here");
  }

  private Caller enter(Logins.Tokens tokens) {
    return access.authenticate("Bearer " + tokens.token(), "here");
  }

  private void assertOut(Logins.Tokens tokens) {
    assertThrows(Unauthenticated.class, () -> enter(tokens));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private AccessComponent again(String adminPassword) {
    return new AccessComponent(
        instance,
        TestSettings.of(instance),
        entry -> {},
        adminPassword,
        DeclaredRoles.of(new FakeServices().context()),
        new SecureRandom(),
        () -> now,
        () -> 0L);
  }
}
