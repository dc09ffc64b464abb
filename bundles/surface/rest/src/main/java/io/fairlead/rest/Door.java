package io.fairlead.rest;

import io.fairlead.kernel.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The door in front of every servlet of this surface: sets the headers that each answer has and
 * lets in who proves to be known. While nobody is there who could know, it stays shut.
 */
@ProviderType
public interface Door {

  /**
   * Lets the caller in, or answers why not (401, 503 with Retry-After). May run a key derivation
   * and so block for a moment.
   *
   * @return empty when the answer has been given
   */
  Optional<Caller> admit(HttpServletRequest request, HttpServletResponse response)
      throws IOException;

  /**
   * As {@link #admit(HttpServletRequest, HttpServletResponse)}, and only who may do that (403).
   *
   * @param operation as in {@link io.fairlead.kernel.access.Access#authorize}
   */
  Optional<Caller> admit(HttpServletRequest request, HttpServletResponse response, String operation)
      throws IOException;

  /** Answers with what went wrong as problem details; nothing when the answer has begun already. */
  void problem(HttpServletRequest request, HttpServletResponse response, RuntimeException why)
      throws IOException;

  /** Answers 404 as problem details. */
  void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
