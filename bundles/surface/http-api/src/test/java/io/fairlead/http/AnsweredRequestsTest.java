package io.fairlead.http;

import static org.junit.Assert.assertEquals;

import io.fairlead.http.spi.AnsweredRequest;
import io.fairlead.http.spi.RequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class AnsweredRequestsTest {

  private final List<AnsweredRequest> heard = new ArrayList<>();

  @Test
  public void aListenerThatThrowsKeepsNothingFromTheOthersNorFromTheRequest() {
    RequestListener failing =
        request -> {
          throw new IllegalStateException("broken");
        };
    // As when its bundle is swapped while it is told.
    RequestListener leaving =
        request -> {
          throw new NoClassDefFoundError("io/fairlead/Gone");
        };
    new AnsweredRequests("rest", () -> List.of(failing, leaving, heard::add))
        .tell(request(), "about", null, 200, 1);
    assertEquals(List.of("about"), heard.stream().map(AnsweredRequest::operation).toList());
  }

  private static HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            AnsweredRequestsTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().startsWith("getHeader") ? null : method.getName());
  }
}
