package io.fairlead.wire.basic;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.Reply;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.RequestCallback;
import io.fairlead.traffic.session.SessionOwner;
import io.fairlead.wire.basic.Request.Bad;
import io.fairlead.wire.basic.Request.Plain;
import io.fairlead.wire.basic.Request.Query;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One client's requests, answered in order, one at a time. Everything happens on the event loop but
 * for the result's encoding and the callback, which end in a turn of it ({@link #run}).
 */
final class BasicConnection implements ProtocolHandler, RequestCallback, SessionOwner, Runnable {

  /** So many requests wait, then nothing is read any more; nor while their texts are so long. */
  static final int MOST_WAITING = 64;

  private static final long MOST_WAITING_CHARS = 4 << 20;

  private final ClientChannel channel;
  private final Decoder decoder = new Decoder();
  private @Nullable ClientSession session;
  private @Nullable ResultEncoder encoder;
  private @Nullable ArrayDeque<Request> waiting;
  private long waitingChars;
  private @Nullable Request underWay;
  private @Nullable Reply turn;
  private boolean paused;
  private boolean over;

  /** How the request under way has ended; the turn of the loop makes it visible. */
  private @Nullable String error;

  private long transactionId;

  BasicConnection(ClientChannel channel) {
    this.channel = channel;
  }

  void openSession() {
    session = channel.openSession(this);
  }

  private ClientSession session() {
    ClientSession present = session;
    if (present == null) {
      throw new IllegalStateException("no session");
    }
    return present;
  }

  // ---- requests

  @Override
  public boolean received(ByteBuffer input) {
    boolean completed = false;
    while (!over && !paused) {
      Request request = decoder.next(input, channel.limits().maxPacketSize());
      if (request == null) {
        break;
      }
      completed = true;
      if (underWay == null && waiting == null && channel.writable()) {
        begin(request);
      } else {
        await(request);
      }
    }
    endTurn();
    return completed;
  }

  private void await(Request request) {
    ArrayDeque<Request> queue = waiting;
    if (queue == null) {
      queue = new ArrayDeque<>();
      waiting = queue;
    }
    queue.add(request);
    waitingChars += weight(request);
    if (queue.size() >= MOST_WAITING || waitingChars >= MOST_WAITING_CHARS) {
      paused = true;
      channel.pauseReading();
    }
  }

  private static int weight(Request request) {
    return request instanceof Query query ? query.sql().length() : 0;
  }

  /** Begins what waits until there is something to wait for. */
  private void proceed() {
    ArrayDeque<Request> queue = waiting;
    while (queue != null && underWay == null && !over && channel.writable()) {
      Request next = queue.poll();
      if (next == null) {
        waiting = null;
        break;
      }
      waitingChars -= weight(next);
      begin(next);
    }
    if (paused && (waiting == null || waiting.size() <= MOST_WAITING / 2)) {
      paused = false;
      channel.resumeReading();
    }
  }

  private void begin(Request request) {
    if (request == Plain.PING) {
      turn().put(Answers.PONG);
    } else if (request instanceof Bad bad) {
      channel.protocolError();
      Answers.putError(turn(), bad.message());
      if (bad.lost()) {
        close();
      }
    } else {
      underWay = request;
      if (request instanceof Query query) {
        ResultEncoder sink = encoder;
        if (sink == null) {
          sink = new ResultEncoder(channel);
          encoder = sink;
        }
        sink.begin();
        session().query(query.sql(), sink, this);
      } else if (request == Plain.BEGIN) {
        session().begin(this);
      } else if (request == Plain.COMMIT) {
        session().commit(this);
      } else {
        session().rollback(this);
      }
    }
  }

  // ---- answers

  @Override
  public void succeeded(long transaction) {
    error = null;
    transactionId = transaction;
    channel.execute(this);
  }

  @Override
  public void failed(String message) {
    error = message;
    channel.execute(this);
  }

  /** The request under way has ended. */
  @Override
  public void run() {
    Request ended = underWay;
    underWay = null;
    if (over || ended == null) {
      if (encoder != null) {
        encoder.discard();
      }
      return;
    }
    String message = error;
    if (message != null) {
      if (encoder != null) {
        encoder.discard();
      }
      Answers.putError(turn(), message);
    } else if (ended instanceof Query && encoder != null) {
      endTurn();
      channel.send(encoder.take());
    } else if (ended == Plain.BEGIN) {
      Answers.putTransactionId(turn(), transactionId);
    } else {
      turn().put(Answers.OK);
    }
    proceed();
    endTurn();
  }

  @Override
  public void writable() {
    proceed();
    endTurn();
  }

  /** Collects the small answers of one turn. */
  private Reply turn() {
    Reply present = turn;
    if (present == null) {
      present = channel.newReply();
      turn = present;
    }
    return present;
  }

  private void endTurn() {
    Reply collected = turn;
    turn = null;
    if (collected != null) {
      channel.send(collected);
    }
  }

  // ---- the end

  @Override
  public Activity activity() {
    if (underWay != null || waiting != null) {
      return waiting == null && session().waits() ? Activity.WAITING : Activity.WORKING;
    }
    return decoder.amid() ? Activity.RECEIVING : Activity.IDLE;
  }

  @Override
  public void ended(String reason) {
    channel.execute(() -> end(reason));
  }

  @Override
  public void end(String reason) {
    if (!over) {
      Answers.putError(turn(), reason);
      close();
    }
  }

  private void close() {
    Reply last = turn();
    turn = null;
    over();
    channel.sendAndClose(last);
  }

  @Override
  public void closed() {
    over();
  }

  private void over() {
    if (!over) {
      over = true;
      waiting = null;
      session().close();
    }
  }
}
