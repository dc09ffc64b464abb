package io.fairlead.kernel.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A whiteboard's word on what it would not take, and why; an OSGi service, shown by {@code GET
 * /api/v1/plugins}.
 */
@ConsumerType
public interface RejectionSource {

  /** What is rejected now. */
  List<Rejection> rejections();

  /**
   * @param bundle the symbolic name of the bundle that offered it
   * @param what the class or the name of what was offered
   * @param reason one sentence that names the rule
   */
  record Rejection(String bundle, String what, String reason) {}
}
