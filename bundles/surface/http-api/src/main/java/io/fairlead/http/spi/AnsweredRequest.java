package io.fairlead.http.spi;

import java.util.Optional;

/**
 * A request and how it ended.
 *
 * @param surface {@code rest} or {@code graphql}
 * @param operation what was asked for: REST's operation id, GraphQL's root fields joined by commas,
 *     {@code none} for what came to no operation; never a word that only the client has
 * @param method as the client wrote it
 * @param scheme {@code http} or {@code https}
 * @param path as the client wrote it, without the query
 * @param route the template that the path fits: {@code /api/v1/pools/{id}}; empty for a path that
 *     fits none
 * @param status as in HTTP; 500 for one whose answer failed
 * @param clientAddress the peer's, without a port
 * @param traceparent the caller's, unread (W3C Trace Context)
 * @param tracestate likewise
 * @param nanos how long it took, to the end of the answer
 */
public record AnsweredRequest(
    String surface,
    String operation,
    String method,
    String scheme,
    String path,
    Optional<String> route,
    int status,
    String clientAddress,
    Optional<String> traceparent,
    Optional<String> tracestate,
    long nanos) {}
