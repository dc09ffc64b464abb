package io.fairlead.tracing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the surfaces show them.
 *
 * @param headerNames which headers are set; what stands in them is never shown
 * @param statementText none or sanitized
 * @param revision of the settings in the file
 * @param applied whether spans are made by what stands in the file
 * @param configError why not; null when they are
 */
public record TracingConfig(
    boolean enabled,
    String endpoint,
    boolean allowPlaintextRemote,
    List<String> headerNames,
    double samplingRatio,
    String serviceName,
    int queueSize,
    long exportTimeoutSecs,
    String statementText,
    String revision,
    boolean applied,
    @Nullable String configError) {}
