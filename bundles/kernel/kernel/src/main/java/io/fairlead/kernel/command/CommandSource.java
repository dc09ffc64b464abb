package io.fairlead.kernel.command;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Offers a plug-in's operations to the shell; an OSGi service. */
@ConsumerType
public interface CommandSource {

  /** Always the same ones. */
  List<Command> commands();
}
