package io.fairlead.rest.host;

import io.fairlead.rest.Door;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers wherever nobody else does: not even what is not there is told to strangers. A request for
 * a page whose bundle is being updated waits, without a thread, until the page is back.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
@HttpWhiteboardServletAsyncSupported
public final class FallbackServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int MOST_WAITING = 500;
  private static final long LOOK_MS = 25;

  private final transient Door door;
  private final transient Predicate<String> awaited;
  private final transient AtomicInteger waiting = new AtomicInteger();
  private final transient ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "fairlead-rest-pages-1"));

  @Activate
  public FallbackServlet(@Reference Door door, @Reference DepartedPagesComponent departed) {
    this(door, departed::awaits);
  }

  /**
   * @param awaited whether somebody may answer a path soon that nobody answers now
   */
  FallbackServlet(Door door, Predicate<String> awaited) {
    this.door = door;
    this.awaited = awaited;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response).isEmpty()) {
      return;
    }
    if (!request.isAsyncSupported() || !awaited.test(request.getRequestURI())) {
      door.notFound(request, response);
    } else if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      door.notFound(request, response);
    } else {
      await(request.startAsync());
    }
  }

  /** Its request comes in again after a moment, to whoever is there then. */
  private void await(AsyncContext held) {
    held.setTimeout(0);
    try {
      executor.schedule(() -> askAgain(held), LOOK_MS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      askAgain(held);
    }
  }

  private void askAgain(AsyncContext held) {
    waiting.decrementAndGet();
    try {
      held.dispatch();
    } catch (IllegalStateException e) {
      // its client has gone
    }
  }

  /** Who waits still is answered all the same. */
  @Deactivate
  void close() {
    executor.shutdown();
  }
}
