package io.fairlead.rest.host;

import io.fairlead.kernel.error.FairleadException;
import io.fairlead.kernel.health.Readiness;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Says whether the server lives and whether it can serve, to everybody; what it lacks only to who
 * may look.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({HealthServlet.LIVE, HealthServlet.READY})
public final class HealthServlet extends HttpServlet {

  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";

  /** What a role has to allow. */
  static final String OPERATION = "health";

  private static final long serialVersionUID = 1L;
  private static final String JSON = "application/json";

  private final transient DoorComponent door;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policyOption = ReferencePolicyOption.GREEDY)
  private transient volatile @Nullable Readiness readiness;

  @Activate
  public HealthServlet(@Reference DoorComponent door) {
    this.door = door;
  }

  HealthServlet(DoorComponent door, Readiness readiness) {
    this(door);
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answers.secure(response);
    if (request.getRequestURI().endsWith(LIVE)) {
      Answers.json(response, 200, JSON, Map.of("status", "live"));
      return;
    }
    Readiness present = readiness;
    List<String> unready =
        present == null ? List.of("kernel: does not say whether it is ready") : present.unready();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", unready.isEmpty() ? "ready" : "not ready");
    if (mayLook(request)) {
      body.put("unready", unready);
    }
    Answers.json(response, unready.isEmpty() ? 200 : 503, JSON, body);
  }

  /** Asked only of who gives credentials: a probe without any never costs a derivation. */
  private boolean mayLook(HttpServletRequest request) {
    if (request.getHeader("Authorization") == null) {
      return false;
    }
    try {
      door.authorize(door.caller(request), OPERATION);
      return true;
    } catch (FairleadException e) {
      return false;
    }
  }
}
