package io.fairlead.rest.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class JustGoneTest {

  private static final int MOST_TIMES = 5;

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final AskedAgain again = new AskedAgain(MOST_TIMES);
  private final AtomicInteger asked = new AtomicInteger();

  /** How often it is found gone, and what is said then. */
  private int gone;

  private String told = "Servlet has been unregistered";

  @Before
  public void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    for (boolean mayWait : new boolean[] {true, false}) {
      String path = mayWait ? "/waits" : "/cannot-wait";
      context.addServlet(new ServletHolder(new Going()), path);
      FilterHolder filter = new FilterHolder(new Guarded());
      filter.setAsyncSupported(mayWait);
      context.addFilter(filter, path, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    }
    server.setHandler(context);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  @After
  public void stop() throws Exception {
    server.stop();
    again.close();
  }

  @Test
  public void whoMeetsWithAServletThatGoesIsAnsweredByTheNext() throws Exception {
    gone = 3;
    HttpResponse<String> answer = get("/waits");
    assertEquals(200, answer.statusCode());
    assertEquals("the fourth", answer.body());
    assertEquals(4, asked.get());
  }

  @Test
  public void whoCannotWaitIsToldToComeAgain() throws Exception {
    gone = 1;
    HttpResponse<String> answer = get("/cannot-wait");
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertEquals(1, asked.get());
  }

  @Test
  public void nobodyWaitsForEver() throws Exception {
    gone = Integer.MAX_VALUE;
    assertEquals(503, get("/waits").statusCode());
    assertEquals(MOST_TIMES + 1, asked.get());
  }

  @Test
  public void whatFailsOtherwiseIsAFailure() throws Exception {
    gone = 1;
    told = "the disk is full";
    assertEquals(500, get("/waits").statusCode());
    assertEquals(1, asked.get());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private final class Guarded extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      new JustGone(again).pass(request, response, chain);
    }
  }

  private final class Going extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (asked.incrementAndGet() <= gone) {
        throw new ServletException(told);
      }
      response.getWriter().write("the fourth");
    }
  }
}
