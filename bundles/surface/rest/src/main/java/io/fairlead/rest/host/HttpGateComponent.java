package io.fairlead.rest.host;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Puts a gate into the HTTP server, once that runs: while it starts, the server takes every
 * connector for one with a port, and fails over one without.
 */
@Component(service = ConnectorFactory.class)
public final class HttpGateComponent implements ConnectorFactory {

  private final HostSettings settings;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-rest-gate-1"));

  @Activate
  public HttpGateComponent(
      @Reference HostSettings settings, @Reference HttpServiceRuntime runningServer) {
    this.settings = settings;
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Connector createConnector(Server server) {
    return new HttpGate(server, settings::values, executor, System::nanoTime);
  }

  @Deactivate
  void close() throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(5, TimeUnit.SECONDS);
  }
}
