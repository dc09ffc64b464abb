package io.fairlead.kernel.access;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.settings.SettingsSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Logins that last: a signed token that says who somebody is for a while, and a refresh token that
 * gets the next one, once. They outlive a restart. A login ends with logout, with a change of the
 * user's password, when the user is disabled or removed, when a refresh token comes a second time,
 * and when it was not refreshed in time; its token is worth nothing from that moment.
 */
@ProviderType
public interface Logins {

  /**
   * Verifies a password and begins a login. May block as {@link Access#authenticate} does.
   *
   * @param address where the request came from
   * @throws Unauthenticated when user and password are not known together
   * @throws Exhausted when too many logins are under way, or too many guesses were wrong
   */
  Tokens login(String user, String password, String address);

  /**
   * The next tokens of a login. The refresh token that was given is void then; when it comes again,
   * somebody has a copy, and the login ends.
   *
   * @throws Unauthenticated when it is no refresh token of a login that lasts
   */
  Tokens refresh(String refreshToken);

  /** Ends the login by whose token the caller came in; nothing when it was by a password. */
  void logout(Caller caller);

  /** Until when the caller's credential holds. */
  Validity validate(Caller caller);

  /** How long logins last. */
  AccessConfig accessConfig();

  /** The settings of that, for documents. */
  SettingsSchema accessConfigSchema();

  /**
   * Changes how long logins last, for what is signed from then on; a field left out keeps its
   * value.
   *
   * @param ifMatch the revision that the caller built on; empty for any
   * @throws Invalid naming every wrong field
   * @throws Stale when the present revision is another
   */
  AccessConfigChanged updateAccessConfig(Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * What a change has led to.
   *
   * @param applied whether the change is in force
   */
  record AccessConfigChanged(AccessConfig config, boolean applied) {}

  /**
   * What a login gives.
   *
   * @param token for {@code Authorization: Bearer …}
   * @param expiresAt when the token does
   * @param refreshToken for the next tokens
   * @param roles the user's, now
   */
  record Tokens(String token, Instant expiresAt, String refreshToken, List<String> roles) {
    public Tokens {
      roles = List.copyOf(roles);
    }

    /** Holds secrets: its text says nothing. */
    @Override
    public String toString() {
      return "Tokens";
    }
  }

  /**
   * Who somebody is.
   *
   * @param expiresAt when the token expires; null for a password, which does not
   */
  record Validity(String username, List<String> roles, @Nullable Instant expiresAt) {
    public Validity {
      roles = List.copyOf(roles);
    }
  }
}
