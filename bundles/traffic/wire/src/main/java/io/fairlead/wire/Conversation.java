package io.fairlead.wire;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.ProtocolLimits;
import io.fairlead.traffic.protocol.Reply;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionOwner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client and its protocol: what the protocol has in its hands. */
final class Conversation implements ClientChannel {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final Client client;
  private final ProtocolTable.Entry protocol;
  private @Nullable ProtocolHandler handler;
  private volatile long sessionId;

  Conversation(Client client, ProtocolTable.Entry protocol) {
    this.client = client;
    this.protocol = protocol;
  }

  void open() {
    handler = protocol.protocol().open(this);
  }

  ProtocolTable.Entry protocol() {
    return protocol;
  }

  ProtocolHandler handler() {
    ProtocolHandler present = handler;
    if (present == null) {
      throw new IllegalStateException("not open");
    }
    return present;
  }

  @Nullable Long sessionId() {
    long present = sessionId;
    return present == 0 ? null : present;
  }

  /** The connection is gone. */
  void closed() {
    try {
      handler().closed();
    } catch (RuntimeException e) {
      LOG.error("client {}: its protocol failed at its end", client.id(), e);
    }
  }

  @Override
  public long id() {
    return client.id();
  }

  @Override
  public String remoteAddress() {
    return Addresses.text(client.socket().remoteAddress());
  }

  @Override
  public ProtocolLimits limits() {
    return client.wire().settings().limits();
  }

  @Override
  public ClientSession openSession(SessionOwner owner) {
    ClientSession session =
        client
            .wire()
            .openSession(
                client
                    .listener()
                    .sessionRequest(client.user(), remoteAddress(), protocol.name(), owner));
    sessionId = session.id();
    return session;
  }

  @Override
  public Reply newReply() {
    return client.wire().newReply(client.socket().alloc());
  }

  @Override
  public void send(Reply reply) {
    send((ReplyBuffer) reply, false);
  }

  @Override
  public void sendAndClose(Reply reply) {
    send((ReplyBuffer) reply, true);
  }

  private void send(ReplyBuffer reply, boolean close) {
    if (client.socket().eventLoop().inEventLoop()) {
      client.send(reply, close);
    } else {
      client.onLoop(() -> client.send(reply, close), reply::discard);
    }
  }

  @Override
  public boolean writable() {
    return client.inbox().writable();
  }

  @Override
  public void pauseReading() {
    client.inbox().hold(true);
  }

  @Override
  public void resumeReading() {
    client.inbox().hold(false);
  }

  @Override
  public void execute(Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            client.inbox().failed(e);
          }
        };
    // Without a loop there is no connection either, but the task may have something to give back.
    client.onLoop(guarded, guarded);
  }

  @Override
  public void protocolError() {
    client.protocolError();
  }
}
