package io.fairlead.graphql;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets admin in with the password "right", to everything but what is forbidden. */
final class KnownCaller implements Access {

  static final String RIGHT = basic("right");
  static final String TOKEN = "Bearer good";
  static final String WRONG = basic("wrong");

  final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  /** Run for whoever is not known. */
  volatile Runnable onWrong = () -> {};

  /** Thrown at whoever was let in a while ago. */
  volatile @Nullable RuntimeException unconfirmed;

  final AtomicInteger confirmed = new AtomicInteger();

  final AtomicInteger asked = new AtomicInteger();

  private static String basic(String password) {
    return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes());
  }

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    asked.incrementAndGet();
    if (!RIGHT.equals(authorization) && !TOKEN.equals(authorization)) {
      onWrong.run();
      throw new Unauthenticated("not known");
    }
    return new Caller("admin", Set.of(Caller.ADMIN), address);
  }

  @Override
  public void authorize(Caller caller, String operation) {
    if (forbidden.contains(operation)) {
      throw new Forbidden(operation + ": takes the role admin");
    }
  }

  @Override
  public void confirm(Caller caller, String operation) {
    confirmed.incrementAndGet();
    RuntimeException reason = unconfirmed;
    if (reason != null) {
      throw reason;
    }
    authorize(caller, operation);
  }
}
