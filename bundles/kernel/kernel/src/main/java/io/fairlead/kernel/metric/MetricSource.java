package io.fairlead.kernel.metric;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A part's word on its numbers; an OSGi service. */
@ConsumerType
public interface MetricSource {

  /**
   * The families, each once, as they are now. Label values come from closed sets or from what an
   * administrator has named, never from what clients send.
   */
  List<Metric> metrics();
}
