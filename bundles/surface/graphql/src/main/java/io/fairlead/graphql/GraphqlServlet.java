package io.fairlead.graphql;

import io.fairlead.graphql.http.HttpOperations;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /graphql}: queries and mutations as JSON, anything as server-sent events. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/graphql")
@HttpWhiteboardServletAsyncSupported
public final class GraphqlServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient HttpOperations operations;

  @Activate
  public GraphqlServlet(@Reference GraphqlComponent host) {
    this(host.http());
  }

  GraphqlServlet(HttpOperations operations) {
    this.operations = operations;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    operations.service(request, response);
  }
}
