package io.fairlead.http;

import org.osgi.annotation.versioning.ProviderType;

/** How HTTP is served beside the plain port. */
@ProviderType
public interface HttpsConfigs extends SharedConfig<HttpsConfig> {}
