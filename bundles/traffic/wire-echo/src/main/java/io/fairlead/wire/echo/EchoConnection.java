package io.fairlead.wire.echo;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.Reply;
import java.nio.ByteBuffer;

/** One client that is echoed. */
final class EchoConnection implements ProtocolHandler {

  private final ClientChannel channel;
  private boolean begun;
  private boolean amid;

  EchoConnection(ClientChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean received(ByteBuffer input) {
    if (!begun) {
      begun = true;
      input.get();
    }
    int end = afterLastLine(input);
    boolean whole = end > input.position();
    if (whole) {
      byte[] lines = new byte[end - input.position()];
      input.get(lines);
      Reply reply = channel.newReply();
      reply.put(lines, 0, lines.length);
      channel.send(reply);
    }
    amid = input.hasRemaining();
    return whole;
  }

  private static int afterLastLine(ByteBuffer input) {
    int at = input.limit();
    while (at > input.position() && input.get(at - 1) != '\n') {
      at--;
    }
    return at;
  }

  @Override
  public Activity activity() {
    return amid ? Activity.RECEIVING : Activity.IDLE;
  }

  @Override
  public void end(String reason) {
    Reply reply = channel.newReply();
    reply.putUtf8(reason + "\n");
    channel.sendAndClose(reply);
  }

  @Override
  public void closed() {}
}
