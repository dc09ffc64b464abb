package io.fairlead.openapi;

import io.fairlead.http.SecureHeaders;
import io.fairlead.rest.Door;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The document as a page to try things on: Swagger UI, all of it from this bundle. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({UiServlet.PATH, UiServlet.PATH + "/*"})
@HttpWhiteboardServletAsyncSupported // who comes while it goes may wait
public final class UiServlet extends HttpServlet {

  static final String PATH = "/swagger-ui";

  private static final long serialVersionUID = 1L;

  /** What there is, and nothing else: by name, its type. */
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html;charset=utf-8",
          "start.js", "text/javascript;charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript;charset=utf-8",
          "swagger-ui-bundle.js.LICENSE.txt", "text/plain;charset=utf-8",
          "swagger-ui.css", "text/css;charset=utf-8",
          "favicon-32x32.png", "image/png");

  /** The page's styles are set by its script. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'none'";

  private final transient Door door;
  private final transient BundleContext context;

  @Activate
  public UiServlet(@Reference Door door, BundleContext context) {
    this.door = door;
    this.context = context;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response).isEmpty()) {
      return;
    }
    String path = request.getPathInfo();
    String name = path == null || path.equals("/") ? "index.html" : path.substring(1);
    String type = TYPES.get(name);
    Optional<URL> file = type == null ? Optional.empty() : find(name);
    if (file.isEmpty()) {
      door.notFound(request, response);
      return;
    }
    SecureHeaders.page(response, POLICY);
    response.setContentType(type);
    try (InputStream in = file.get().openStream()) {
      in.transferTo(response.getOutputStream());
    }
  }

  private Optional<URL> find(String name) {
    for (String folder : new String[] {"ui", "META-INF/resources/webjars"}) {
      Enumeration<URL> found = context.getBundle().findEntries(folder, name, true);
      if (found != null && found.hasMoreElements()) {
        return Optional.of(found.nextElement());
      }
    }
    return Optional.empty();
  }
}
