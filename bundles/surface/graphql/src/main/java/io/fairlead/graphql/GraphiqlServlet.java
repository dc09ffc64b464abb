package io.fairlead.graphql;

import io.fairlead.graphql.http.HttpRefusals;
import io.fairlead.graphql.operation.Doorway;
import io.fairlead.http.HttpRefusal;
import io.fairlead.http.SecureHeaders;
import io.fairlead.http.Sites;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The schema as a page to try things on: GraphiQL, all of it from this bundle. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({GraphiqlServlet.PATH, GraphiqlServlet.PATH + "/*"})
@HttpWhiteboardServletAsyncSupported // who comes while it goes may wait
public final class GraphiqlServlet extends HttpServlet {

  static final String PATH = "/graphiql";

  /** Where the packaged page keeps its files. */
  private static final String LIBRARY = "META-INF/resources/graphql-ui/";

  private static final long serialVersionUID = 1L;

  /** What there is, and nothing else: by name, its type. */
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html;charset=utf-8",
          "start.js", "text/javascript;charset=utf-8",
          "page.css", "text/css;charset=utf-8",
          "graphiql.min.js", "text/javascript;charset=utf-8",
          "graphiql.min.css", "text/css;charset=utf-8",
          "react.production.min.js", "text/javascript;charset=utf-8",
          "react-dom.production.min.js", "text/javascript;charset=utf-8");

  /** The page's styles are set by its script, and its fonts stand in its style sheet. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:;"
          + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'none'";

  private final transient Doorway doorway;
  private final transient Function<String, Optional<URL>> files;

  @Activate
  public GraphiqlServlet(@Reference GraphqlComponent host, BundleContext context) {
    this(
        host.doorway(),
        name ->
            Stream.of("ui/" + name, LIBRARY + name)
                .map(context.getBundle()::getEntry)
                .filter(url -> url != null)
                .findFirst());
  }

  GraphiqlServlet(Doorway doorway, Function<String, Optional<URL>> files) {
    this.doorway = doorway;
    this.files = files;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SecureHeaders.set(response);
    try {
      Sites.ensureSeen(request);
      doorway.enter(request);
    } catch (HttpRefusal e) {
      HttpRefusals.write(response, e.status(), e.detail());
      return;
    } catch (RuntimeException e) {
      HttpRefusals.write(response, e);
      return;
    }
    String path = request.getPathInfo();
    String name = path == null || path.equals("/") ? "index.html" : path.substring(1);
    String type = TYPES.get(name);
    Optional<URL> file = type == null ? Optional.empty() : files.apply(name);
    if (file.isEmpty()) {
      HttpRefusals.write(
          response, HttpServletResponse.SC_NOT_FOUND, path + ": there is no such page");
      return;
    }
    SecureHeaders.page(response, POLICY);
    response.setContentType(type);
    try (InputStream in = file.get().openStream()) {
      in.transferTo(response.getOutputStream());
    }
  }
}
