package io.fairlead.rest.host;

import io.fairlead.kernel.access.Caller;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.rest.Rest;
import io.fairlead.rest.host.RequestMeter.Reached;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks before each operation whether the caller may do that, by the operation's id. */
final class Operations implements DynamicFeature {

  /** The request's property that holds the {@link Caller}. */
  static final String CALLER = "io.fairlead.rest.caller";

  private final BiConsumer<Caller, String> authorize;
  private final Audit audit;

  Operations(BiConsumer<Caller, String> authorize, Audit audit) {
    this.authorize = authorize;
    this.audit = audit;
  }

  @Override
  public void configure(ResourceInfo method, FeatureContext context) {
    if (!method.getResourceClass().isAnnotationPresent(Path.class)) {
      return; // Jersey's own answer to OPTIONS, which tells the methods and nothing else
    }
    Operation operation = method.getResourceMethod().getAnnotation(Operation.class);
    if (operation != null) {
      context.register(
          new AuditedOperation(audit, operation.operationId()), Priorities.AUTHENTICATION);
    }
    context.register(
        new Guard(operation == null ? null : new Reached(operation.operationId(), route(method))));
  }

  /** The template that paths of this operation fit: each variable by its name alone. */
  private static String route(ResourceInfo method) {
    StringBuilder route = new StringBuilder(Rest.BASE);
    append(route, method.getResourceClass().getAnnotation(Path.class));
    append(route, method.getResourceMethod().getAnnotation(Path.class));
    return route.toString();
  }

  private static void append(StringBuilder route, @Nullable Path path) {
    if (path != null) {
      String template =
          path.value().replaceAll("\\{\\s*([\\w.-]+)\\s*:[^}]*}", "{$1}").replaceAll("^/+|/+$", "");
      route.append(template.isEmpty() ? "" : "/").append(template);
    }
  }

  private final class Guard implements ContainerRequestFilter {
    private final @Nullable Reached reached;

    Guard(@Nullable Reached reached) {
      this.reached = reached;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      if (!(request.getProperty(CALLER) instanceof Caller caller) || reached == null) {
        throw new Unauthenticated("who asks is not known");
      }
      request.setProperty(RequestMeter.REACHED, reached);
      String operation = reached.operation();
      if (!OpenOperations.contains(operation)) {
        authorize.accept(caller, operation);
      }
      request.setSecurityContext(
          new CallerSecurity(caller, request.getSecurityContext().isSecure()));
    }
  }
}
