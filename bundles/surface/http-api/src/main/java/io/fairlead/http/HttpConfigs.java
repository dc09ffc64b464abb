package io.fairlead.http;

import org.osgi.annotation.versioning.ProviderType;

/** The limits of HTTP. */
@ProviderType
public interface HttpConfigs extends SharedConfig<HttpConfig> {}
