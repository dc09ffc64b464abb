package io.fairlead.kernel.tls;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All certificates that the server shows to clients: the answer of {@code certificates}. */
@ProviderType
public interface Certificates {

  /** By what they are used by. */
  List<TlsView> list();
}
