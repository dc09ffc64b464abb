package io.fairlead.rest.host;

import io.fairlead.rest.Door;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers wherever nobody else does: not even what is not there is told to strangers. A request for
 * a page whose bundle is being updated waits until the page is back.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
@HttpWhiteboardServletAsyncSupported
public final class FallbackServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Door door;
  private final transient Predicate<String> awaited;
  private final transient AskedAgain again;

  @Activate
  public FallbackServlet(
      @Reference Door door,
      @Reference DepartedPagesComponent departed,
      @Reference AskedAgain again) {
    this(door, departed::awaits, again);
  }

  /**
   * @param awaited whether somebody may answer a path soon that nobody answers now
   */
  FallbackServlet(Door door, Predicate<String> awaited, AskedAgain again) {
    this.door = door;
    this.awaited = awaited;
    this.again = again;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response).isEmpty()) {
      return;
    }
    if (!awaited.test(request.getRequestURI()) || !again.later(request)) {
      door.notFound(request, response);
    }
  }
}
