package io.fairlead.access;

import java.time.Instant;

/**
 * One login that lasts.
 *
 * @param number counts its refreshes: only the refresh token of this number is good
 * @param proof of what was known of the user then; another password makes another
 * @param expiresAt when its refresh token does
 */
record Login(String id, String user, long number, String proof, Instant expiresAt) {

  Login next(Instant until) {
    return new Login(id, user, number + 1, proof, until);
  }
}
