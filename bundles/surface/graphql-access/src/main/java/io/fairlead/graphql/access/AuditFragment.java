package io.fairlead.graphql.access;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.kernel.audit.AuditConfig;
import io.fairlead.kernel.audit.AuditFilter;
import io.fairlead.kernel.audit.AuditLog;
import io.fairlead.kernel.audit.AuditRecord;
import io.fairlead.kernel.page.Page;
import io.fairlead.kernel.page.PageRequest;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who changed what, and who was refused. */
@Component(property = "fairlead.graphql=audit")
public final class AuditFragment implements GraphqlFragment {

  private static final Shape CONFIG = Shape.of(AuditConfig.class).required();

  private final AuditLog log;
  private final SettingsInput config;

  @Activate
  public AuditFragment(@Reference AuditLog log) {
    this.log = log;
    this.config = new SettingsInput("AuditConfigInput", log.configSchema(), Map.of());
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(AuditConfig.LastError.class, "AuditError")
        .query(
            "audit",
            Shape.of(Page.class, AuditRecord.class).required(),
            "Changes and refused attempts, the newest first, in pages.",
            this::read,
            new Argument("user", Shape.STRING, "By this user only."),
            new Argument("operation", Shape.STRING, "Of this operation only."),
            new Argument(
                "outcome", Shape.STRING, "OK, the code of a refusal, or REFUSED for all of these."),
            new Argument("since", Shape.STRING, "Not before this time, as RFC 3339 writes it."),
            ConfigInputs.PAGE,
            ConfigInputs.PAGE_SIZE)
        .query(
            "auditConfig",
            CONFIG,
            "How the audit is kept, and how it fares.",
            arguments -> log.config())
        .mutation(
            "updateAuditConfig",
            CONFIG,
            "Changes how much of the audit is kept; a field left out keeps its value.",
            this::update,
            Argument.of("config", config.shape().required()),
            ConfigInputs.IF_MATCH);
  }

  private Object read(Arguments arguments) {
    return log.read(
        AuditFilter.of(
            arguments.optionalText("user").orElse(null),
            arguments.optionalText("operation").orElse(null),
            arguments.optionalText("outcome").orElse(null),
            arguments.optionalText("since").orElse(null)),
        PageRequest.of(
            arguments.optionalNumber("page").orElse(null),
            arguments.optionalNumber("pageSize").orElse(null)));
  }

  private Object update(Arguments arguments) {
    return config
        .apply(
            arguments.object("config"),
            patch -> log.updateConfig(patch, ConfigInputs.ifMatch(arguments)))
        .config();
  }
}
