package io.fairlead.rest.host;

import io.fairlead.http.Bodies;
import io.fairlead.kernel.access.Caller;
import io.fairlead.rest.Rest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;

/** The operations that answer somebody who is not known yet: those by which one gets known. */
final class OpenOperations {

  private static final Map<String, String> BY_PATH =
      Map.of(Rest.BASE + "/auth/login", "login", Rest.BASE + "/auth/refresh", "refresh");

  /** A user's name and password, or a refresh token. */
  private static final long MOST_BYTES = 8_192;

  private static final String LOGOUT = Rest.BASE + "/auth/logout";

  private OpenOperations() {}

  /** Nobody knows yet who sends such a body: it is short. */
  static Bodies.Limits limits(Bodies.Limits all) {
    return new Bodies.Limits(Math.min(MOST_BYTES, all.most()), all.mostPending(), all.secs());
  }

  /** Whether that is the address of one, letter by letter. */
  static boolean isOne(HttpServletRequest request) {
    return request.getMethod().equals("POST") && BY_PATH.containsKey(request.getRequestURI());
  }

  /** Whether that is the one that takes somebody who is known no more, as {@link #isOne}. */
  static boolean isLogout(HttpServletRequest request) {
    return request.getMethod().equals("POST") && request.getRequestURI().equals(LOGOUT);
  }

  static boolean contains(String operation) {
    return BY_PATH.containsValue(operation);
  }

  /** Somebody who may do nothing else. */
  static Caller anybody(HttpServletRequest request) {
    return new Caller("", Set.of(), request.getRemoteAddr());
  }
}
