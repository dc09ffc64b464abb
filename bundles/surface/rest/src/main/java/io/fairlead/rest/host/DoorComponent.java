package io.fairlead.rest.host;

import io.fairlead.http.Credentials;
import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.rest.Door;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Asks {@link Access} for everybody; shut while nobody is there to be asked, and the server not
 * ready: it serves nobody then.
 */
@Component(service = {Door.class, DoorComponent.class, HealthCheck.class})
public final class DoorComponent implements Door, HealthCheck {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Access access;

  public DoorComponent() {}

  DoorComponent(@Nullable Access access) {
    this.access = access;
  }

  @Override
  public Optional<Caller> admit(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return admit(request, response, caller -> {});
  }

  @Override
  public Optional<Caller> admit(
      HttpServletRequest request, HttpServletResponse response, String operation)
      throws IOException {
    return admit(request, response, caller -> authorize(caller, operation));
  }

  private Optional<Caller> admit(
      HttpServletRequest request, HttpServletResponse response, Consumer<Caller> check)
      throws IOException {
    Answers.secure(response);
    try {
      Caller caller = caller(request);
      check.accept(caller);
      return Optional.of(caller);
    } catch (RuntimeException e) {
      Answers.problem(request, response, e);
      return Optional.empty();
    }
  }

  @Override
  public void problem(
      HttpServletRequest request, HttpServletResponse response, RuntimeException why)
      throws IOException {
    Answers.problem(request, response, why);
  }

  @Override
  public void notFound(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answers.problem(request, response, new NotFound("nothing is at this path"));
  }

  /** Who is behind the request; for whoever answers without asking for it first. */
  Caller caller(HttpServletRequest request) {
    String authorization = Credentials.authorization(request);
    X509Certificate certificate = Credentials.certificate(request);
    String address = request.getRemoteAddr();
    return OpenOperations.isLogout(request)
        ? present().authenticateForLogout(authorization, certificate, address)
        : present().authenticate(authorization, certificate, address);
  }

  /** Throws when the caller may not do that. */
  void authorize(Caller caller, String operation) {
    present().authorize(caller, operation);
  }

  @Override
  public String part() {
    return "access";
  }

  @Override
  public Health health() {
    return access == null
        ? Health.notReady("nobody is there who could tell who a caller is")
        : Health.READY;
  }

  private Access present() {
    Access present = access;
    if (present == null) {
      throw new Unavailable("access: nobody is there who could tell who you are");
    }
    return present;
  }
}
