package io.fairlead.kernel.runtime;

import io.fairlead.kernel.tls.Certificates;
import io.fairlead.kernel.tls.TlsEndpoints;
import io.fairlead.kernel.tls.TlsView;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Asks whoever listens with TLS. */
@Component
public final class CertificatesComponent implements Certificates {

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<TlsEndpoints> sources = List.of();

  @Override
  public List<TlsView> list() {
    return sources.stream()
        .flatMap(source -> source.endpoints().stream())
        .sorted(Comparator.comparing(TlsView::usedBy))
        .toList();
  }
}
