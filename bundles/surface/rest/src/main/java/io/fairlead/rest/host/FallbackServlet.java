package io.fairlead.rest.host;

import io.fairlead.rest.Door;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers wherever nobody else does: not even what is not there is told to strangers. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class FallbackServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Door door;

  @Activate
  public FallbackServlet(@Reference Door door) {
    this.door = door;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response).isPresent()) {
      door.notFound(request, response);
    }
  }
}
