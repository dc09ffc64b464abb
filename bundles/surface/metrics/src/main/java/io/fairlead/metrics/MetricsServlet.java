package io.fairlead.metrics;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.rest.Door;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /metrics}, for whoever may look. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/" + MetricsServlet.NAME)
@HttpWhiteboardServletAsyncSupported // who comes while it goes may wait
public final class MetricsServlet extends HttpServlet {

  static final String NAME = "metrics";

  private static final long serialVersionUID = 1L;

  /** A pair of collectors and somebody with curl; who asks in a loop does not have the server. */
  private static final int AT_A_TIME = 4;

  private final transient Door door;
  private final transient MetricsComponent metrics;
  private final transient Semaphore scrapes = new Semaphore(AT_A_TIME);

  @Activate
  public MetricsServlet(@Reference Door door, @Reference MetricsComponent metrics) {
    this.door = door;
    this.metrics = metrics;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response, NAME).isEmpty()) {
      return;
    }
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    if (!scrapes.tryAcquire()) {
      door.problem(
          request, response, new Exhausted(AT_A_TIME + " others collect the metrics already"));
      return;
    }
    try {
      answer(request, response);
    } finally {
      scrapes.release();
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Exposition exposition = Exposition.of(request.getHeader("Accept"));
    byte[] text = metrics.scrape(exposition);
    response.setContentType(exposition.contentType());
    response.setContentLength(text.length);
    if (request.getMethod().equals("GET")) {
      response.getOutputStream().write(text);
    }
  }
}
