package io.fairlead.traffic.protocol;

/**
 * What a protocol has to hold its clients to.
 *
 * @param maxPacketSize the longest SQL text in bytes
 * @param maxResultRows a result with more rows is an error
 * @param maxResultBytes a result of more encoded bytes is an error
 */
public record ProtocolLimits(int maxPacketSize, int maxResultRows, long maxResultBytes) {}
