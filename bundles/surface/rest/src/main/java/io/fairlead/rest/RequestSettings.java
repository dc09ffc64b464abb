package io.fairlead.rest;

import io.fairlead.kernel.settings.SettingsSchema;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says which settings the body of a request holds, so that the OpenAPI document can tell each with
 * its default and whether it is hot or sealed. A resource implements it beside its paths; called
 * when the document is made, on any thread, and answers from memory.
 */
@ConsumerType
public interface RequestSettings {

  /** By operationId: {@code updatePoolConfig}. */
  Map<String, SettingsSchema> requestSettings();
}
