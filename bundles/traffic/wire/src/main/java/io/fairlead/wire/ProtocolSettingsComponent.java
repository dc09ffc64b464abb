package io.fairlead.wire;

import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.config.ConfiguredSingleton;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What all listeners share, as {@code etc/io.fairlead.protocol.cfg} says. */
@Component(
    service = ManagedService.class,
    immediate = true,
    property = Constants.SERVICE_PID + "=" + ProtocolSettings.PID)
public final class ProtocolSettingsComponent extends ConfiguredSingleton {

  private final Wire wire;

  @Activate
  public ProtocolSettingsComponent(@Reference ConfigStore store, @Reference WireComponent wire) {
    super(store, ProtocolSettings.PID, ProtocolSettings.SCHEMA);
    this.wire = wire.wire();
  }

  @Override
  protected void apply(Map<String, String> settings) {
    wire.apply(ProtocolSettings.read(settings));
  }
}
