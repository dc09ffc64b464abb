package io.fairlead.rest.host;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.rest.Rest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.glassfish.jersey.uri.UriComponent;

/** The way of a request: door, body, operation. What goes wrong on it ends as problem details. */
final class Requests {

  /** Operations never see which host the client named: nothing in an answer may depend on it. */
  private static final String ORIGIN = "http://fairlead";

  private static final URI BASE = URI.create(ORIGIN + Rest.BASE + "/");

  private final DoorComponent door;
  private final Switch resources;
  private final Supplier<SettingsValues> settings;
  private final Audit audit;
  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds
   */
  Requests(
      DoorComponent door,
      Switch resources,
      Supplier<SettingsValues> settings,
      Audit audit,
      LongSupplier ticker) {
    this.door = door;
    this.resources = resources;
    this.settings = settings;
    this.audit = audit;
    this.ticker = ticker;
  }

  void serve(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (isPreflight(request)) {
      Answers.secure(response);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    Optional<Caller> caller =
        OpenOperations.isOne(request)
            ? Optional.of(OpenOperations.anybody(request))
            : door.admit(request, response);
    if (caller.isEmpty()) {
      return;
    }
    Answers.secure(response);
    try {
      Origins.check(request);
      HttpServletRequest read = withBody(request);
      read.setAttribute(Operations.CALLER, caller.get());
      resources.serve(BASE, uri(request), read, response);
    } catch (RuntimeException e) {
      turnedAway(request, caller.get(), e);
      Answers.problem(request, response, e);
    } finally {
      Act.present().ifPresent(Act::close);
    }
  }

  /** A write that came no further than here, so that which operation it is was not looked at. */
  private void turnedAway(HttpServletRequest request, Caller caller, RuntimeException why) {
    if (!AuditedOperation.looks(request.getMethod())) {
      audit.note(
          AuditEntry.refused(
              caller,
              AuditedOperation.SURFACE,
              request.getMethod(),
              request.getRequestURI(),
              Problems.code(why)));
    }
  }

  private HttpServletRequest withBody(HttpServletRequest request) throws IOException {
    if (!RequestBody.isExpected(request)) {
      return request;
    }
    SettingsValues now = settings.get();
    RequestBody body =
        new RequestBody(now.number("max_body_bytes"), now.number("body_timeout_secs"), ticker);
    return new ReadRequest(request, body.read(request));
  }

  /** No origin is allowed anything, and that is said without a password. */
  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private static URI uri(HttpServletRequest request) {
    String query = request.getQueryString();
    String path = UriComponent.contextualEncode(request.getRequestURI(), UriComponent.Type.PATH);
    try {
      return URI.create(
          query == null
              ? ORIGIN + path
              : ORIGIN
                  + path
                  + "?"
                  + UriComponent.contextualEncode(query, UriComponent.Type.QUERY));
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "BAD_REQUEST", "the address of the request is not readable");
    }
  }
}
