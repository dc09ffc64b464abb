package io.fairlead.wire.basic;

import io.fairlead.kernel.error.Exhausted;
import io.fairlead.traffic.pool.spi.ResultSink;
import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.ProtocolLimits;
import io.fairlead.traffic.protocol.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a result while it is read. The number of rows comes before the rows, so these wait in a
 * reply of their own until it is known. Used by one thread at a time, for one result after the
 * other.
 */
final class ResultEncoder implements ResultSink {

  private static final String NULL = "NULL";

  private final ClientChannel channel;
  private ProtocolLimits limits;
  private @Nullable Reply head;
  private @Nullable Reply rows;
  private int columns;
  private long rowCount;
  private boolean whole;

  ResultEncoder(ClientChannel channel) {
    this.channel = channel;
    this.limits = channel.limits();
  }

  /** Ready for the next result. */
  void begin() {
    discard();
    limits = channel.limits();
    columns = 0;
    rowCount = 0;
    whole = false;
  }

  @Override
  public void columns(String[] names) {
    columns = names.length;
    Reply to = channel.newReply();
    head = to;
    to.put(Answers.QUERY_RESULT);
    Varint.put(to, names.length);
    for (String name : names) {
      Answers.putText(to, name);
    }
  }

  @Override
  public void row(@Nullable String[] values) {
    Reply to = rows;
    if (to == null) {
      to = channel.newReply();
      rows = to;
    }
    if (++rowCount > limits.maxResultRows()) {
      throw new Exhausted(
          "the result has more than " + limits.maxResultRows() + " rows (max_result_rows)");
    }
    Varint.put(to, columns);
    for (int i = 0; i < columns; i++) {
      String value = values[i] == null ? NULL : values[i];
      long length = Reply.utf8Length(value);
      if (to.size() + length > limits.maxResultBytes()) {
        throw new Exhausted(
            "the result has more than " + limits.maxResultBytes() + " bytes (max_result_bytes)");
      }
      Varint.put(to, length);
      to.putUtf8(value);
    }
  }

  @Override
  public void end(long rowsAffected) {
    if (head == null) {
      columns(new String[0]);
    }
    Reply to = head;
    if (to == null) {
      throw new IllegalStateException("no columns");
    }
    Varint.put(to, rowCount);
    if (rows != null) {
      to.append(rows);
      rows = null;
    }
    Varint.put(to, rowsAffected);
    whole = true;
  }

  /** The whole result; whoever takes it owns it. */
  Reply take() {
    if (!whole) {
      rows = null;
      end(0);
    }
    Reply result = head;
    if (result == null) {
      throw new IllegalStateException("no result");
    }
    head = null;
    return result;
  }

  /** Gives back what there is of a result that failed. */
  void discard() {
    if (head != null) {
      head.discard();
      head = null;
    }
    if (rows != null) {
      rows.discard();
      rows = null;
    }
  }
}
