package io.fairlead.kernel.instance;

import java.time.Instant;

/** What runs here: the answer of {@code GET /api/v1/about}. */
public record About(
    String version,
    String commit,
    String builtAt,
    Instant startedAt,
    long uptimeSecs,
    String java,
    String os,
    String timeZone) {}
