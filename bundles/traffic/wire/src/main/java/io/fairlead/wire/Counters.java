package io.fairlead.wire;

import java.util.concurrent.atomic.LongAdder;

/** What all listeners have counted since the start. */
final class Counters {
  /** Clients that were let in. */
  final LongAdder accepted = new LongAdder();

  /** Clients that were turned away at a cap. */
  final LongAdder rejected = new LongAdder();

  final LongAdder bytesSent = new LongAdder();
  final LongAdder bytesReceived = new LongAdder();

  /** Protocol errors, aborted connections and failed binds. */
  final LongAdder errors = new LongAdder();
}
