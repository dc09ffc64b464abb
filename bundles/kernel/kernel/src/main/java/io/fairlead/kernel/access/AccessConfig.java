package io.fairlead.kernel.access;

import org.jspecify.annotations.Nullable;

/**
 * How long logins last.
 *
 * @param tokenSecs how long a token is good for
 * @param refreshSecs how long after its last refresh a login ends
 */
public record AccessConfig(
    int tokenSecs,
    int refreshSecs,
    String revision,
    boolean applied,
    @Nullable String configError) {}
