package io.fairlead.traffic.session.spi;

/**
 * A statement and how it ended.
 *
 * @param text as the client sent it, values and all; {@code BEGIN}, {@code COMMIT} or {@code
 *     ROLLBACK} where the protocol has a message of its own for these
 * @param pool whose connection it ran on, or waited for
 * @param database as the listener names it
 * @param clientAddress {@code address:port}
 * @param listener the name of the listener it came through
 * @param protocol the protocol's name
 * @param failed whether the client was told an error
 * @param nanos from the request to the answer, waiting included
 */
public record AnsweredStatement(
    String text,
    String pool,
    String database,
    String clientAddress,
    String listener,
    String protocol,
    boolean failed,
    long nanos) {}
