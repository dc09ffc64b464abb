package io.fairlead.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kernel.instance.AboutSource;
import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.Door;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.RestResources;
import io.fairlead.rest.RestResources.Snapshot;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the document of what answers now. It is made anew when that changes and kept as text:
 * nothing here holds on to a class of another bundle.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern(OpenApiServlet.PATH)
@HttpWhiteboardServletAsyncSupported // who comes while it goes may wait
public final class OpenApiServlet extends HttpServlet {

  static final String PATH = "/api-docs/openapi.json";

  private static final long serialVersionUID = 1L;

  /**
   * @param generation of the resources
   * @param changes of the settings
   */
  private record Made(long generation, long changes, String document) {}

  private final transient Door door;
  private final transient RestResources resources;
  private final transient AboutSource about;
  private final transient ObjectMapper json = new ObjectMapper();
  private transient volatile Made made = new Made(-1, 0, "");
  private final transient List<RequestSettings> settings = new CopyOnWriteArrayList<>();
  private final transient AtomicLong changes = new AtomicLong();

  @Activate
  public OpenApiServlet(
      @Reference Door door, @Reference RestResources resources, @Reference AboutSource about) {
    this.door = door;
    this.resources = resources;
    this.about = about;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addSettings(RequestSettings added) {
    settings.add(added);
    changes.incrementAndGet();
  }

  void removeSettings(RequestSettings removed) {
    settings.remove(removed);
    changes.incrementAndGet();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (door.admit(request, response).isEmpty()) {
      return;
    }
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    byte[] document = document().getBytes(UTF_8);
    response.setContentType("application/json");
    response.setContentLength(document.length);
    if (request.getMethod().equals("GET")) {
      response.getOutputStream().write(document);
    }
  }

  private String document() throws IOException {
    Snapshot snapshot = resources.snapshot();
    long change = changes.get();
    Made last = made;
    if (last.generation() != snapshot.generation() || last.changes() != change) {
      Map<String, SettingsSchema> byOperation = new HashMap<>();
      settings.forEach(s -> byOperation.putAll(s.requestSettings()));
      try {
        Map<String, Object> document =
            Document.of(about.about().version(), snapshot.classes(), byOperation);
        last = new Made(snapshot.generation(), change, json.writeValueAsString(document));
        made = last;
      } catch (LinkageError | TypeNotPresentException e) {
        // Resources serve on while their bundle is updated, but no more of its code can be loaded.
        if (last.document().isEmpty()) {
          throw e;
        }
      }
    }
    return last.document();
  }
}
