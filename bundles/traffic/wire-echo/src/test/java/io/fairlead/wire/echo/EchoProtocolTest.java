package io.fairlead.wire.echo;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.ProtocolHandler;
import io.fairlead.traffic.protocol.ProtocolHandler.Activity;
import io.fairlead.traffic.protocol.ProtocolLimits;
import io.fairlead.traffic.protocol.Reply;
import io.fairlead.traffic.session.ClientSession;
import io.fairlead.traffic.session.SessionOwner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class EchoProtocolTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private boolean closed;
  private final EchoProtocol protocol = new EchoProtocol();
  private final ProtocolHandler handler = protocol.open(new Channel());

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String sent() {
    return sent.toString(StandardCharsets.UTF_8);
  }

  @Test
  public void itIsToldByItsFirstByte() {
    assertTrue(protocol.startsWith('E'));
    for (int other = 0; other < 256; other++) {
      assertEquals(other == 'E', protocol.startsWith(other));
    }
  }

  @Test
  public void wholeLinesComeBackAndTheRestWaits() {
    ByteBuffer input = bytes("Eone\ntwo\nthr");
    assertTrue(handler.received(input));
    assertEquals("one\ntwo\n", sent());
    assertEquals(3, input.remaining());
    assertEquals(Activity.RECEIVING, handler.activity());
    assertFalse(handler.received(bytes("thre")));
    assertTrue(handler.received(bytes("three\n")));
    assertEquals("one\ntwo\nthree\n", sent());
    assertEquals(Activity.IDLE, handler.activity());
  }

  @Test
  public void anEndIsTold() {
    handler.end("enough");
    assertEquals("enough\n", sent());
    assertTrue(closed);
  }

  private final class Channel implements ClientChannel {
    @Override
    public long id() {
      return 1;
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1:1";
    }

    @Override
    public ProtocolLimits limits() {
      return new ProtocolLimits(1, 1, 1);
    }

    @Override
    public ClientSession openSession(SessionOwner owner) {
      throw new AssertionError("an echo needs no session");
    }

    @Override
    public Reply newReply() {
      return new Bytes();
    }

    @Override
    public void send(Reply reply) {
      sent.writeBytes(((Bytes) reply).out.toByteArray());
    }

    @Override
    public void sendAndClose(Reply reply) {
      send(reply);
      closed = true;
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void protocolError() {}
  }

  private static final class Bytes implements Reply {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void put(byte value) {
      out.write(value);
    }

    @Override
    public void put(byte[] source, int offset, int length) {
      out.write(source, offset, length);
    }

    @Override
    public void putUtf8(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long size() {
      return out.size();
    }

    @Override
    public void append(Reply other) {
      out.writeBytes(((Bytes) other).out.toByteArray());
    }

    @Override
    public void discard() {
      out.reset();
    }
  }
}
