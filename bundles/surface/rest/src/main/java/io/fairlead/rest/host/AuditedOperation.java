package io.fairlead.rest.host;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Act;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Audits one operation: a write whatever becomes of it, a look when it is forbidden. The record is
 * there before the answer's first byte. Stands around all that answers, the role's check too.
 */
final class AuditedOperation implements ContainerRequestFilter, ContainerResponseFilter {

  static final String SURFACE = "rest";

  private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");
  private static final int FIRST_ERROR = 400;
  private static final int FORBIDDEN = 403;

  private final Audit audit;
  private final String operation;

  AuditedOperation(Audit audit, String operation) {
    this.audit = audit;
    this.operation = operation;
  }

  /** Whether a request with that method changes nothing. */
  static boolean looks(String method) {
    return LOOKS.contains(method);
  }

  @Override
  @SuppressWarnings("MustBeClosed") // ended by the answer, and in any case by Requests
  public void filter(ContainerRequestContext request) {
    if (!looks(request.getMethod())
        && request.getProperty(Operations.CALLER) instanceof Caller caller) {
      Act unused = audit.begin(caller, SURFACE, operation, target(request));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    int status = response.getStatus();
    if (!looks(request.getMethod())) {
      Act.present().ifPresent(act -> end(act, status, response));
    } else if (status == FORBIDDEN
        && request.getProperty(Operations.CALLER) instanceof Caller caller) {
      audit.note(
          AuditEntry.refused(caller, SURFACE, operation, target(request), code(status, response)));
    }
  }

  private static void end(Act act, int status, ContainerResponseContext response) {
    if (status < FIRST_ERROR) {
      act.done();
    } else {
      act.refused(code(status, response));
    }
    act.close();
  }

  /** Every failure's answer is problem details. */
  private static String code(int status, ContainerResponseContext response) {
    return response.getEntity() instanceof Map<?, ?> problem && problem.get("code") != null
        ? String.valueOf(problem.get("code"))
        : String.valueOf(status);
  }

  private static String target(ContainerRequestContext request) {
    return request.getUriInfo().getPathParameters().values().stream()
        .flatMap(List::stream)
        .collect(Collectors.joining("/"));
  }
}
