package io.fairlead.rest.host;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.Forbidden;
import io.fairlead.kernel.error.Unauthenticated;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Knows admin alone, and remembers what was asked for. */
public final class KnownAdmin implements Access {

  /** The operations that were asked for, in order. */
  public final List<String> operations = new CopyOnWriteArrayList<>();

  public volatile String forbidden = "";

  /** How often somebody came who may be there no more but to log out. */
  public final AtomicInteger leaving = new AtomicInteger();

  @Override
  public Caller authenticate(@Nullable String authorization, String address) {
    if (!TestServer.BASIC.equals(authorization)) {
      throw new Unauthenticated("who asks is not known");
    }
    return new Caller("admin", Set.of(Caller.ADMIN), address);
  }

  @Override
  public Caller authenticateForLogout(
      @Nullable String authorization, @Nullable X509Certificate certificate, String address) {
    leaving.incrementAndGet();
    return authenticate(authorization, address);
  }

  @Override
  public void authorize(Caller caller, String operation) {
    operations.add(operation);
    if (operation.equals(forbidden)) {
      throw new Forbidden(operation + ": needs the role admin");
    }
  }

  @Override
  public void confirm(Caller caller, String operation) {
    authorize(caller, operation);
  }
}
