package io.fairlead.graphql;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.http.HttpsConfig;
import io.fairlead.http.HttpsConfigs;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/**
 * How HTTP is served beside the plain port, while its host is there: this bundle does without it,
 * this component does not.
 */
@Component(
    property = {
      Constants.SERVICE_RANKING + ":Integer=1000",
      "fairlead.graphql=https-config",
      "configs.cardinality.minimum:Integer=1"
    })
public final class HttpsConfigFragment implements GraphqlFragment {

  private final ConfigFields<HttpsConfig> fields;

  @Activate
  public HttpsConfigFragment(
      @Reference(name = "configs", cardinality = ReferenceCardinality.OPTIONAL)
          @Nullable HttpsConfigs configs) {
    this.fields = new ConfigFields<>(HttpsConfig.class, Objects.requireNonNull(configs));
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment.type(HttpsConfig.Tls.class, "HttpsTls", Map.of());
    fragment
        .query(
            "httpsConfig",
            fields.shape(),
            "How HTTP is served beside the plain port.",
            fields::show)
        .mutation(
            "updateHttpsConfig",
            fields.shape(),
            "Changes how HTTP is served beside the plain port; a field left out keeps its value.",
            fields::update,
            fields.argument(),
            ConfigFields.IF_MATCH);
  }
}
