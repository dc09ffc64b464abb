package io.fairlead.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.traffic.protocol.Reply;
import io.fairlead.wire.ReplyBuffer.Spilled;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReplyBufferTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private SpillStore store;

  @BeforeClass
  public static void watch() {
    Leaks.watch();
  }

  @AfterClass
  public static void leaks() {
    Leaks.check();
  }

  @Before
  public void open() {
    store = new SpillStore(folder.getRoot().toPath().resolve("data/spill"), Long.MAX_VALUE);
  }

  private ReplyBuffer reply(long threshold) {
    return new ReplyBuffer(ByteBufAllocator.DEFAULT, store, threshold);
  }

  private byte[] sent(ReplyBuffer reply) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part = reply.poll(); part != null; part = reply.poll()) {
      if (part instanceof ByteBuf bytes) {
        bytes.readBytes(out, bytes.readableBytes());
        bytes.release();
      } else {
        Spilled spilled = (Spilled) part;
        ByteBuffer all = ByteBuffer.allocate((int) spilled.length);
        spilled.file.read(all, 0);
        out.writeBytes(all.array());
        spilled.close();
      }
    }
    assertEquals("nothing is held any more", 0, store.inMemory());
    return out.toByteArray();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(300);
    int kind = random.nextInt(3);
    while (text.length() < length) {
      switch (kind) {
        case 0 -> text.append((char) (' ' + random.nextInt(90)));
        case 1 -> text.append((char) random.nextInt(0x10000)); // halves of pairs too
        default -> text.appendCodePoint(0x10000 + random.nextInt(0x1000));
      }
    }
    return text.toString();
  }

  @Test
  public void whateverIsPutComesOutInOrder() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      ReplyBuffer[] replies = {reply(1 << 17), reply(1 << 17)};
      ByteArrayOutputStream[] expected = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
      for (int i = random.nextInt(40); i >= 0; i--) {
        int which = random.nextInt(2);
        put(random, replies[which], expected[which]);
      }
      replies[0].append(replies[1]);
      expected[0].writeBytes(expected[1].toByteArray());
      for (int i = random.nextInt(5); i > 0; i--) {
        put(random, replies[0], expected[0]);
      }
      assertEquals(expected[0].size(), replies[0].size());
      assertArrayEquals("round " + round, expected[0].toByteArray(), sent(replies[0]));
    }
  }

  private static void put(Random random, Reply reply, ByteArrayOutputStream expected) {
    switch (random.nextInt(3)) {
      case 0 -> {
        reply.put((byte) round(random));
        expected.write(0x5a);
      }
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(70_000)];
        random.nextBytes(bytes);
        reply.put(bytes, 0, bytes.length);
        expected.writeBytes(bytes);
      }
      default -> {
        String text = text(random);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(utf8.length, Reply.utf8Length(text));
        reply.putUtf8(text);
        expected.writeBytes(utf8);
      }
    }
  }

  private static int round(Random random) {
    return random.nextBoolean() ? 0x5a : 0x15a;
  }

  @Test
  public void memoryIsBoundedByTheThreshold() throws IOException {
    ReplyBuffer reply = reply(1 << 20);
    byte[] bytes = new byte[10_000];
    for (int i = 0; i < 10_000; i++) {
      reply.put(bytes, 0, bytes.length);
      assertTrue(store.inMemory() <= (1 << 20) + ReplyBuffer.CHUNK);
    }
    assertEquals(100_000_000, reply.size());
    reply.discard();
    reply.discard();
    assertNull(reply.poll());
    assertEquals(0, store.inMemory());
  }

  @Test
  public void whatACrashLeftIsRemovedAtTheStart() throws IOException {
    Path left = folder.getRoot().toPath().resolve("data/spill/7.spill");
    Files.writeString(left, "left");
    open();
    assertFalse(Files.exists(left));
  }
}
