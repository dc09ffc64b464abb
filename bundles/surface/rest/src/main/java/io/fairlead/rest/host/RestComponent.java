package io.fairlead.rest.host;

import io.fairlead.http.AnsweredRequests;
import io.fairlead.http.Bodies;
import io.fairlead.http.spi.RequestListener;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.lifecycle.Outliving;
import io.fairlead.kernel.lifecycle.Returning;
import io.fairlead.kernel.metric.OperationMeter;
import io.fairlead.kernel.plugin.RejectionSource;
import io.fairlead.rest.Rest;
import io.fairlead.rest.RestResources;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Serves whatever is marked with {@link Rest} below {@link Rest#BASE}. */
@Component(service = {Servlet.class, RestResources.class, RejectionSource.class})
@HttpWhiteboardServletPattern(Rest.BASE + "/*")
@HttpWhiteboardServletAsyncSupported
public final class RestComponent extends HttpServlet
    implements RestResources, RejectionSource, ServiceTrackerCustomizer<Object, Object> {

  private static final long serialVersionUID = 1L;

  private final transient BundleContext context;
  private final transient ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-rest-swap-1"));
  private final transient Switch present;
  private final transient ResourceBoard board;
  private final transient Requests requests;
  private final transient RequestMeter meter;
  private final transient ServiceTracker<Object, Object> tracker;
  private final transient Returning returning;
  private final transient Outliving outliving = new Outliving();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private transient volatile List<RequestListener> listeners = List.of();

  @Activate
  public RestComponent(
      BundleContext context,
      @Reference DoorComponent door,
      @Reference HostSettings settings,
      @Reference Audit audit,
      @Reference OperationMeter meter)
      throws InvalidSyntaxException {
    this.context = context;
    Applications applications = new Applications(door::authorize, audit);
    this.present =
        new Switch(
            executor, () -> settings.values().seconds("drain_secs").toNanos(), System::nanoTime);
    this.board =
        new ResourceBoard(
            resources -> present.to(Generation.of(() -> applications.of(resources), this)),
            () -> TimeUnit.MILLISECONDS.toNanos(settings.values().number("linger_ms")),
            System::nanoTime,
            executor);
    Bodies bodies =
        new Bodies((millis, work) -> executor.schedule(work, millis, TimeUnit.MILLISECONDS));
    this.requests = new Requests(door, present, settings::values, audit, bodies);
    this.meter =
        new RequestMeter(
            meter, new AnsweredRequests(RequestMeter.SURFACE, () -> listeners), System::nanoTime);
    this.tracker =
        new ServiceTracker<>(context, context.createFilter("(" + Rest.PROPERTY + "=*)"), this);
    this.returning = new Returning(context, board);
  }

  /** Called again when the HTTP server is started again. */
  @Override
  public void init() throws ServletException {
    tracker.open();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    meter.measure(request, response, requests::serve);
  }

  @Override
  public Object addingService(ServiceReference<Object> reference) {
    Object resource = context.getService(reference);
    if (resource != null) {
      board.add(
          new Offered(
              (Long) reference.getProperty(Constants.SERVICE_ID),
              reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
                  ? ranking
                  : 0,
              String.valueOf(reference.getBundle().getSymbolicName()),
              String.valueOf(reference.getProperty(Rest.PROPERTY)),
              resource));
    }
    return resource;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Object resource) {
    // Name and ranking are fixed when a resource is offered.
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Object resource) {
    outliving.prepare(reference.getBundle());
    board.remove((Long) reference.getProperty(Constants.SERVICE_ID));
    if (Returning.isExpected(reference.getBundle())) {
      board.returns(String.valueOf(reference.getBundle().getSymbolicName()));
    }
    context.ungetService(reference);
  }

  @Override
  public boolean settled() {
    return board.settled();
  }

  @Override
  public Snapshot snapshot() {
    return board.snapshot();
  }

  @Override
  public List<Rejection> rejections() {
    return board.rejections();
  }

  @Deactivate
  void close() throws InterruptedException {
    returning.close();
    tracker.close();
    executor.shutdownNow();
    executor.awaitTermination(5, TimeUnit.SECONDS);
    present.close();
  }
}
