package io.fairlead.rest.host;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Brings HTTPS to the HTTP server once that runs: what the server takes from a bundle is a
 * connector, and this one opens no port but says when the server comes and goes.
 */
@Component(service = ConnectorFactory.class)
public final class HttpsConnectorComponent implements ConnectorFactory {

  private final Https https;

  @Activate
  public HttpsConnectorComponent(
      @Reference HttpsComponent https, @Reference HttpServiceRuntime runningServer) {
    this.https = https.https();
  }

  @Override
  public Connector createConnector(Server server) {
    return new LocalConnector(server, null, null, null, 0, new HttpConnectionFactory()) {
      @Override
      protected void doStart() throws Exception {
        super.doStart();
        https.attach(server);
      }

      @Override
      protected void doStop() throws Exception {
        https.detach(server);
        super.doStop();
      }
    };
  }
}
