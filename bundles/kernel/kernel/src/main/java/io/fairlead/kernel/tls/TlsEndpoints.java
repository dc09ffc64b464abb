package io.fairlead.kernel.tls;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The listeners of one bundle that have TLS; an OSGi service, shown by {@code GET
 * /api/v1/certificates}. Asked on any thread, answers from memory.
 */
@ConsumerType
public interface TlsEndpoints {

  /** Those that are in force now. */
  List<TlsView> endpoints();
}
