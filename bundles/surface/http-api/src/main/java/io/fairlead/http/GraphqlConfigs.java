package io.fairlead.http;

import org.osgi.annotation.versioning.ProviderType;

/** The limits of GraphQL. */
@ProviderType
public interface GraphqlConfigs extends SharedConfig<GraphqlConfig> {}
