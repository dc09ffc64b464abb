package io.fairlead.rest.host;

import io.fairlead.http.SharedConfig;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Replies;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows and changes settings of which there is one. */
final class ConfigReplies {

  private ConfigReplies() {}

  static Response show(SharedConfig<?> config) {
    return Replies.ok(config.config(), config.revision());
  }

  /**
   * @param path where to look again, below the base
   */
  static <C extends Record> Response change(
      SharedConfig<C> config, Map<String, Object> body, @Nullable String ifMatch, String path) {
    Optional<String> revision = IfMatch.of(ifMatch).revision(() -> Optional.of(config.revision()));
    SharedConfig.Changed<C> changed = config.update(body, revision);
    return Replies.changed(changed.config(), changed.revision(), changed.applied(), path);
  }
}
