package io.fairlead.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * What the REST surface is compared with: Jersey on Jetty, in one class path, with one resource
 * that writes the same JSON from objects for each request, and asks for the same password in the
 * plainest way there is. {@code PORT FILE AUTHORIZATION}: the file holds the JSON.
 */
public final class JerseyPeer {

  private JerseyPeer() {}

  public static void main(String[] args) throws Exception {
    Object body = new ObjectMapper().readValue(new File(args[1]), Object.class);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    server.addConnector(connector);
    ResourceConfig config =
        new ResourceConfig()
            .register(new Pools(body))
            .register(new Password(args[2]))
            .register(new Writer());
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new ServletContainer(config)), "/api/v1/*");
    server.setHandler(context);
    server.start();
    server.join();
  }

  /** The one resource. */
  @Path("pools")
  @Produces(MediaType.APPLICATION_JSON)
  public static final class Pools {
    private final Object body;

    Pools(Object body) {
      this.body = body;
    }

    /** All that there are. */
    @GET
    public Object pools() {
      return body;
    }
  }

  private static final class Password implements ContainerRequestFilter {
    private final byte[] expected;

    Password(String authorization) {
      this.expected = authorization.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void filter(ContainerRequestContext request) {
      String given = request.getHeaderString("Authorization");
      if (given == null
          || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
        request.abortWith(Response.status(401).build());
      }
    }
  }

  private static final class Writer implements MessageBodyWriter<Object> {
    private final ObjectMapper mapper =
        new ObjectMapper()
            .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] notes, MediaType media) {
      return media.isCompatible(MediaType.APPLICATION_JSON_TYPE);
    }

    @Override
    public void writeTo(
        Object value,
        Class<?> type,
        Type generic,
        Annotation[] notes,
        MediaType media,
        MultivaluedMap<String, Object> headers,
        OutputStream out)
        throws IOException {
      mapper.writeValue(out, value);
    }
  }
}
