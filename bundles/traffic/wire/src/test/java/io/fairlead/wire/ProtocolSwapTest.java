package io.fairlead.wire;

import static org.junit.Assert.assertEquals;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.Reply;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Test;

public class ProtocolSwapTest {

  private final Harness harness = new Harness(Map.of("protocols", "native,flood"));

  @After
  public void close() {
    harness.close();
  }

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  /** Answers each byte with 1,000, throws at a {@code !}. */
  private static final class Flood implements Protocol {
    @Override
    public boolean startsWith(int firstByte) {
      return firstByte == 'F';
    }

    @Override
    public byte[] refusal(String reason) {
      return new byte[0];
    }

    @Override
    public ProtocolHandler open(ClientChannel channel) {
      return new ProtocolHandler() {
        @Override
        public boolean received(ByteBuffer input) {
          while (input.hasRemaining() && channel.writable()) {
            if (input.get() == '!') {
              throw new IllegalStateException("a bug");
            }
            Reply reply = channel.newReply();
            reply.put(new byte[1_000], 0, 1_000);
            channel.send(reply);
          }
          return true;
        }

        @Override
        public Activity activity() {
          return Activity.IDLE;
        }

        @Override
        public void end(String reason) {
          Reply reply = channel.newReply();
          reply.putUtf8(reason);
          channel.sendAndClose(reply);
        }

        @Override
        public void closed() {}
      };
    }
  }

  @Test
  public void aProtocolComesAndGoesWhileTheOthersServe() throws Exception {
    Flood flood = new Flood();
    try (RawClient other = harness.client()) {
      assertEquals("pong", other.ping());
      try (RawClient early = harness.client()) {
        assertEquals("error: unknown protocol: first byte 70", early.send((byte) 'F').answer());
      }
      harness.wire.add("flood", flood);
      try (RawClient client = harness.client()) {
        client.send((byte) 'F').in.skipNBytes(1_000);
        harness.wire.remove("flood", flood);
        assertEquals(
            "the protocol flood was removed",
            new String(client.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
      try (RawClient late = harness.client()) {
        assertEquals("error: unknown protocol: first byte 70", late.send((byte) 'F').answer());
      }
      assertEquals("pong", other.ping());
    }
  }

  @Test
  public void whoComesWhileAProtocolIsUpdatedIsServedByTheNext() throws Exception {
    Flood old = new Flood();
    harness.wire.add("flood", old);
    harness.wire.remove("flood", old);
    try (RawClient client = harness.client()) {
      client.send((byte) 'F');
      Harness.await("its bytes are here", () -> harness.served().view().bytesReceived() > 0);
      harness.wire.add("flood", new Flood());
      client.in.skipNBytes(1_000);
      client.send((byte) 'F').in.skipNBytes(1_000);
    }
  }

  @Test
  public void whatAProtocolLeavesComesAgainOnceThereIsRoom() throws Exception {
    harness.wire.add("flood", new Flood());
    try (RawClient client = harness.client()) {
      byte[] bytes = new byte[50_000];
      java.util.Arrays.fill(bytes, (byte) 'F');
      client.send(bytes);
      Harness.await("the socket takes no more", () -> !harness.served().inbox().writable());
      client.in.skipNBytes(50_000_000);
      client.send((byte) 'F').in.skipNBytes(1_000);
    }
  }

  @Test
  public void aProtocolThatFailsHarmsItsClientOnly() throws Exception {
    harness.wire.add("flood", new Flood());
    try (RawClient other = harness.client();
        RawClient client = harness.client()) {
      assertEquals("pong", other.ping());
      client.send((byte) 'F', (byte) '!');
      client.in.skipNBytes(1_000);
      assertEquals("error: internal error", client.answer());
      assertEquals("end", client.answer());
      Harness.await("it is closed", () -> harness.wire.clients().size() == 1);
      assertEquals("pong", other.ping());
    }
  }
}
