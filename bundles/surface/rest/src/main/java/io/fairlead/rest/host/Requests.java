package io.fairlead.rest.host;

import io.fairlead.http.Bodies;
import io.fairlead.http.Sites;
import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.settings.SettingsValues;
import io.fairlead.rest.Rest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
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
  private final RequestBody body;

  Requests(
      DoorComponent door,
      Switch resources,
      Supplier<SettingsValues> settings,
      Audit audit,
      Bodies bodies) {
    this.door = door;
    this.resources = resources;
    this.settings = settings;
    this.audit = audit;
    this.body = new RequestBody(bodies);
  }

  void serve(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Answers.secure(response);
    Caller caller = null;
    try {
      Sites.ensureSeen(request);
      refuseParameters(request.getRequestURI());
      boolean open = OpenOperations.isOne(request);
      caller = open ? OpenOperations.anybody(request) : door.caller(request);
      Optional<HttpServletRequest> read = withBody(request, open);
      if (read.isPresent()) {
        read.get().setAttribute(Operations.CALLER, caller);
        resources.serve(BASE, uri(request), read.get(), response);
      }
    } catch (RuntimeException e) {
      if (caller != null) {
        turnedAway(request, caller, e);
      }
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

  /**
   * Empty when the body is still to come.
   *
   * @param open whether anybody may send it
   */
  private Optional<HttpServletRequest> withBody(HttpServletRequest request, boolean open)
      throws IOException {
    if (!RequestBody.isExpected(request)) {
      return Optional.of(request);
    }
    Bodies.Limits limits = HostSettings.bodies(settings.get());
    return body.read(request, open ? OpenOperations.limits(limits) : limits)
        .map(bytes -> new ReadRequest(request, bytes));
  }

  /** Parts of the way take {@code ;} for different things; here it is in no path. */
  private static void refuseParameters(String path) {
    if (path.indexOf(';') >= 0) {
      throw new NotFound("nothing is at this path");
    }
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
