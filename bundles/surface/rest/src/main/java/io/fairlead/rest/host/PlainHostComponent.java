package io.fairlead.rest.host;

import java.util.Dictionary;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Sees the HTTP server's settings before the server does: a host beyond loopback is not even bound
 * when it may not be.
 */
@Component(
    service = ConfigurationPlugin.class,
    property = {
      ConfigurationPlugin.CM_TARGET + "=org.apache.felix.http",
      ConfigurationPlugin.CM_RANKING + ":Integer=1000"
    })
public final class PlainHostComponent implements ConfigurationPlugin {

  private static final String HOST = "org.apache.felix.http.host";

  private final Https https;

  @Activate
  public PlainHostComponent(@Reference HttpsComponent https) {
    this.https = https.https();
  }

  @Override
  public void modifyConfiguration(
      ServiceReference<?> reference, Dictionary<String, Object> properties) {
    Object set = properties.get(HOST);
    String host = set == null ? null : set.toString();
    Object pid = properties.get(Constants.SERVICE_PID);
    // A server of a factory's file is another than the one of org.apache.felix.http.cfg.
    String bound =
        properties.get(ConfigurationAdmin.SERVICE_FACTORYPID) == null
            ? https.plainHost(host)
            : https.furtherPlainHost(String.valueOf(pid), host);
    if (bound != null && !bound.equals(host)) {
      properties.put(HOST, bound);
    }
  }
}
