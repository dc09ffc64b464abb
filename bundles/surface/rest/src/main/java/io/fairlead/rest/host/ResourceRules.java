package io.fairlead.rest.host;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a resource has to be like, beside what JAX-RS asks of it. */
final class ResourceRules {

  /** By operationId, the name of the resource that has it. */
  private final Map<String, String> operations = new HashMap<>();

  /** Takes a resource in, or says in a sentence which rule it breaks. */
  Optional<String> broken(Offered offered) {
    Class<?> type = offered.resource().getClass();
    if (!type.isAnnotationPresent(Path.class)) {
      return Optional.of(type.getName() + " has no @Path on the class");
    }
    Set<String> own = new HashSet<>();
    for (Method method : type.getMethods()) {
      String where = type.getName() + "." + method.getName();
      if (!isOperation(method)) {
        if (method.isAnnotationPresent(Path.class)) {
          return Optional.of(where + " has @Path, but no HTTP method such as @GET");
        }
        continue;
      }
      Operation operation = method.getAnnotation(Operation.class);
      if (operation == null || operation.operationId().isBlank()) {
        return Optional.of(where + " has no @Operation(operationId = …)");
      }
      String taken =
          own.add(operation.operationId())
              ? operations.get(operation.operationId())
              : offered.name();
      if (taken != null) {
        return Optional.of(
            where + ": operationId " + operation.operationId() + " is that of resource " + taken);
      }
    }
    own.forEach(operation -> operations.put(operation, offered.name()));
    return Optional.empty();
  }

  private static boolean isOperation(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type.isAnnotationPresent(HttpMethod.class));
  }
}
