package io.fairlead.kernel.instance;

import org.osgi.annotation.versioning.ProviderType;

/** Says what runs here. */
@ProviderType
public interface AboutSource {
  About about();
}
