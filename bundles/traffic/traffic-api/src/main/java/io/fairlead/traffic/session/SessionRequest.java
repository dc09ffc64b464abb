package io.fairlead.traffic.session;

/**
 * @param user whose session it is
 * @param database the database's name as the listener says it
 * @param pool the pool that its statements run on
 * @param clientAddress {@code address:port}
 * @param listener the name of the listener it came through
 * @param protocol the protocol's name
 * @param owner told when the session is ended by somebody else
 */
public record SessionRequest(
    String user,
    String database,
    String pool,
    String clientAddress,
    String listener,
    String protocol,
    SessionOwner owner) {}
