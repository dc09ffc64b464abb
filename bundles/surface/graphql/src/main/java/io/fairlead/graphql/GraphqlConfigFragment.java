package io.fairlead.graphql;

import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.http.GraphqlConfig;
import io.fairlead.http.GraphqlConfigs;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The limits of GraphQL. */
@Component(
    property = {Constants.SERVICE_RANKING + ":Integer=1000", "fairlead.graphql=graphql-config"})
public final class GraphqlConfigFragment implements GraphqlFragment {

  private final ConfigFields<GraphqlConfig> fields;

  @Activate
  public GraphqlConfigFragment(@Reference GraphqlConfigs configs) {
    this.fields = new ConfigFields<>(GraphqlConfig.class, configs);
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query("graphqlConfig", fields.shape(), "The limits of GraphQL.", fields::show)
        .mutation(
            "updateGraphqlConfig",
            fields.shape(),
            "Changes the limits of GraphQL; a field left out keeps its value.",
            fields::update,
            fields.argument(),
            ConfigFields.IF_MATCH);
  }
}
