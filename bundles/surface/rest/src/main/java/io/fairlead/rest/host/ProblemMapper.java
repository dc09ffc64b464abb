package io.fairlead.rest.host;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Every failure of a resource, and Jersey's own, as problem details. */
final class ProblemMapper implements ExceptionMapper<Throwable> {

  /** A proxy for the present request. */
  @Context private UriInfo uri;

  @Override
  public Response toResponse(Throwable failure) {
    Problem problem = Problems.of(failure);
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .entity(problem.body(uri.getRequestUri().getRawPath()));
    problem.headers().forEach(response::header);
    return response.build();
  }
}
