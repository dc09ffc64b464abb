package io.fairlead.graphql;

import io.fairlead.graphql.socket.Sockets;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /graphql/ws}: everything over a WebSocket. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/graphql/ws")
@HttpWhiteboardServletAsyncSupported
public final class GraphqlSocketServlet extends JettyWebSocketServlet {

  private static final long serialVersionUID = 1L;

  private final transient Sockets sockets;

  @Activate
  public GraphqlSocketServlet(@Reference GraphqlComponent host) {
    this(host.sockets());
  }

  GraphqlSocketServlet(Sockets sockets) {
    this.sockets = sockets;
  }

  @Override
  protected void configure(JettyWebSocketServletFactory factory) {
    sockets.configure(factory);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (sockets.admits(request, response)) {
      super.service(request, response);
    }
  }
}
