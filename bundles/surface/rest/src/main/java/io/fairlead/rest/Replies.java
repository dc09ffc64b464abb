package io.fairlead.rest;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The answers that all resources give alike. */
public final class Replies {

  private Replies() {}

  /** A resource with settings: its revision is the ETag. */
  public static Response ok(Object resource, String revision) {
    return Response.ok(resource).header(HttpHeaders.ETAG, tag(revision)).build();
  }

  /**
   * A resource after a change.
   *
   * @param path where to look again when it is not applied yet, below the base: {@code /pools/main}
   */
  public static Response changed(Object resource, String revision, boolean applied, String path) {
    return applied
        ? ok(resource, revision)
        : Response.accepted(resource)
            .header(HttpHeaders.ETAG, tag(revision))
            .header(HttpHeaders.LOCATION, Rest.BASE + path)
            .build();
  }

  /** A resource that is new. */
  public static Response created(Object resource, String revision, String path) {
    return Response.status(Response.Status.CREATED)
        .entity(resource)
        .header(HttpHeaders.ETAG, tag(revision))
        .header(HttpHeaders.LOCATION, Rest.BASE + path)
        .build();
  }

  /** Something that goes on, with the place to look. */
  public static Response accepted(Object body, String path) {
    return Response.accepted(body).header(HttpHeaders.LOCATION, Rest.BASE + path).build();
  }

  /**
   * A positive number below 2^53 out of a path.
   *
   * @throws NotFound when it is none: what nothing can have as its id is an unknown id
   */
  public static long id(String what, String text) {
    if (text.matches("[1-9][0-9]{0,15}")) {
      long id = Long.parseLong(text);
      if (id < 1L << 53) {
        return id;
      }
    }
    throw unknown(what, text);
  }

  /** Nothing has this id. */
  public static NotFound unknown(String what, String id) {
    return new NotFound(what + " " + new Fault("", id, "").value() + ": unknown");
  }

  /**
   * For operations whose body has no fields.
   *
   * @throws Invalid naming every field
   */
  public static void noFields(Map<String, ?> body) {
    if (!body.isEmpty()) {
      throw new Invalid(
          body.keySet().stream().map(f -> new Fault(f, "a value", "no such field")).toList());
    }
  }

  private static String tag(String revision) {
    return '"' + revision + '"';
  }
}
