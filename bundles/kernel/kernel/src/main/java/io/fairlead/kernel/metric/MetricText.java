package io.fairlead.kernel.metric;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Writes numbers the way that collectors of metrics read them. */
@ProviderType
public interface MetricText {

  /** In Prometheus' text format, version 0.0.4. */
  String text(List<Metric> metrics);
}
