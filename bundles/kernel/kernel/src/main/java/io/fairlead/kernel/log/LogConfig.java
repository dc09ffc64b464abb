package io.fairlead.kernel.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the server logs.
 *
 * @param format text, one line for people; or json, one object a line in the fields of the Elastic
 *     Common Schema
 * @param level of all loggers that have none of their own; what the log's own file says while
 *     nothing is set
 * @param levels by logger, for it and those below it
 * @param revision of the settings in the file
 * @param applied whether the log follows them
 * @param configError why it does not; null when it does
 */
public record LogConfig(
    String format,
    String level,
    Map<String, String> levels,
    String revision,
    boolean applied,
    @Nullable String configError) {}
