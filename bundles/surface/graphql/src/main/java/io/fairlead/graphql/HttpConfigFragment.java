package io.fairlead.graphql;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.http.HttpConfig;
import io.fairlead.http.HttpConfigs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/**
 * Who is served over HTTP, and within which limits, while its host is there: this bundle does
 * without it, this component does not.
 */
@Component(
    property = {
      Constants.SERVICE_RANKING + ":Integer=1000",
      "fairlead.graphql=http-config",
      "configs.cardinality.minimum:Integer=1"
    })
public final class HttpConfigFragment implements GraphqlFragment {

  private final ConfigFields<HttpConfig> fields;

  @Activate
  public HttpConfigFragment(
      @Reference(name = "configs", cardinality = ReferenceCardinality.OPTIONAL)
          @Nullable HttpConfigs configs) {
    this.fields = new ConfigFields<>(HttpConfig.class, Objects.requireNonNull(configs));
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query(
            "httpConfig",
            fields.shape(),
            "Who is served over HTTP, and within which limits.",
            fields::show)
        .mutation(
            "updateHttpConfig",
            fields.shape(),
            "Changes who is served over HTTP, and within which limits; a field left out keeps its"
                + " value.",
            fields::update,
            fields.argument(),
            ConfigFields.IF_MATCH);
  }
}
