package io.fairlead.traffic.network;

import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import io.fairlead.kernel.error.Stale;
import io.fairlead.kernel.settings.SettingsSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The clients' sockets, the listeners behind them and the settings that all native listeners share.
 */
@ProviderType
public interface Network {

  NetworkStatus status();

  /** By id. */
  List<NetworkConnection> connections();

  /**
   * @param connectionId as text; what is no number is an unknown id
   */
  Optional<NetworkConnection> connection(String connectionId);

  /**
   * Tells the client and closes it.
   *
   * @throws NotFound unknown id
   */
  void close(String connectionId);

  /** The names of listeners whose sessions use this pool. */
  List<String> listenersOfPool(String pool);

  /** The settings of {@link #protocol}, for documents. */
  SettingsSchema protocolSchema();

  ProtocolConfig protocol();

  /**
   * @throws Invalid naming every wrong field
   * @throws Stale {@code ifMatch} is not the present revision
   */
  Changed updateProtocol(Map<String, ?> patch, Optional<String> ifMatch);

  /**
   * The settings after a change; {@code applied} false when it was not acknowledged within 800 ms.
   */
  record Changed(ProtocolConfig config, boolean applied) {}
}
