package io.fairlead.http;

import org.jspecify.annotations.Nullable;

/**
 * The limits of GraphQL.
 *
 * @param maxPendingBodyBytes of all bodies that are still arriving
 * @param maxFields of an operation, after its fragments are expanded
 * @param maxCharacters of an operation's text
 */
public record GraphqlConfig(
    long maxBodyBytes,
    long maxPendingBodyBytes,
    int bodyTimeoutSecs,
    int maxCharacters,
    int maxTokens,
    int maxDepth,
    int maxComplexity,
    int maxFields,
    int operationTimeoutSecs,
    int maxSockets,
    long maxMessageBytes,
    int maxSocketOperations,
    int maxSubscriptions,
    String revision,
    boolean applied,
    @Nullable String configError) {}
