package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * A servlet is unregistered after the HTTP service has found it for a request and before it is
 * called: a filter of this test's sees to that, behind the host's own.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AServletThatGoesIsNoErrorTest {

  private static final String PATH = "/goes";
  private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";

  @Inject private BundleContext context;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<Runnable> between = new ArrayDeque<>();
  private ServiceRegistration<Servlet> servlet;
  private ServiceRegistration<Filter> filter;
  private String base = "";

  @Configuration
  public Option[] distribution() {
    return new Option[] {Exam.distribution()};
  }

  @Before
  public void begin() throws Exception {
    base = OwnServer.base();
    Await.until(
        "the server is ready",
        Duration.ofSeconds(60),
        () -> get("/health/ready").statusCode() == 200);
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.filter.pattern", PATH);
    properties.put("osgi.http.whiteboard.filter.asyncSupported", true);
    properties.put("osgi.http.whiteboard.filter.dispatcher", new String[] {"REQUEST", "ASYNC"});
    filter = context.registerService(Filter.class, new Between(), properties);
    servlet = offer("first", true);
    Await.until(
        "the servlet answers", Duration.ofSeconds(10), () -> get(PATH).body().equals("first"));
  }

  @After
  public void end() {
    filter.unregister();
    if (servlet != null) {
      servlet.unregister();
    }
  }

  private ServiceRegistration<Servlet> offer(String answer, boolean waits) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(PATTERN, PATH);
    properties.put("osgi.http.whiteboard.servlet.asyncSupported", waits);
    return context.registerService(Servlet.class, new Answering(answer), properties);
  }

  private void exchange(String next) {
    servlet.unregister();
    servlet = offer(next, true);
  }

  private void take() {
    servlet.unregister();
    servlet = null;
  }

  @Test
  public void itsSuccessorAnswers() throws Exception {
    between.add(() -> exchange("second"));
    between.add(() -> exchange("third"));
    HttpResponse<String> answer = get(PATH);
    assertEquals(answer.body(), 200, answer.statusCode());
    assertEquals("third", answer.body());
  }

  @Test
  public void withoutASuccessorItIsNotFound() throws Exception {
    between.add(this::take);
    HttpResponse<String> answer = get(PATH);
    assertEquals(answer.body(), 404, answer.statusCode());
  }

  @Test
  public void whoCannotWaitIsToldWhenToComeAgain() throws Exception {
    servlet.unregister();
    servlet = offer("cannot wait", false);
    Await.until("it answers", Duration.ofSeconds(10), () -> get(PATH).body().equals("cannot wait"));
    between.add(() -> exchange("next"));
    HttpResponse<String> answer = get(PATH);
    assertEquals(answer.body(), 503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertEquals("next", get(PATH).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    if (path.equals(PATH)) {
      request.header("Authorization", OwnServer.authorization());
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Does what is next to be done, then lets the request through. */
  private final class Between extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Runnable next = between.poll();
      if (next != null) {
        next.run();
      }
      chain.doFilter(request, response);
    }
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String answer;

    Answering(String answer) {
      this.answer = answer;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write(answer);
    }
  }
}
