package io.fairlead.wire.basic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.wire.basic.Request.Bad;
import io.fairlead.wire.basic.Request.Plain;
import io.fairlead.wire.basic.Request.Query;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

public class DecoderTest {

  private static final int LONGEST = 1 << 20;

  private final Decoder decoder = new Decoder();

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private List<Request> decode(byte[]... pieces) {
    List<Request> requests = new ArrayList<>();
    for (byte[] piece : pieces) {
      ByteBuffer in = ByteBuffer.wrap(piece);
      for (Request r = decoder.next(in, LONGEST); r != null; r = decoder.next(in, LONGEST)) {
        requests.add(r);
      }
      assertEquals("all is taken", 0, in.remaining());
    }
    return requests;
  }

  @Test
  public void theOriginalsVectors() {
    assertEquals(
        List.of(new Query("SELECT 1"), Plain.BEGIN, Plain.COMMIT, Plain.ROLLBACK, Plain.PING),
        decode(bytes("00 08 53 45 4c 45 43 54 20 31 01 02 03 04")));
    assertFalse(decoder.amid());
  }

  @Test
  public void splitAtEveryByte() {
    String longSql = "SELECT 'é€𝄞' -- " + "x".repeat(300);
    byte[] text = longSql.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(400);
    all.put((byte) 0).put((byte) 251).put((byte) text.length).put((byte) (text.length >> 8));
    all.put(text).put((byte) 4).put((byte) 0).put((byte) 0).put((byte) 1);
    byte[] stream = Arrays.copyOf(all.array(), all.position());
    List<Request> expected = List.of(new Query(longSql), Plain.PING, new Query(""), Plain.BEGIN);
    for (int at = 0; at <= stream.length; at++) {
      assertEquals(
          "split at " + at,
          expected,
          decode(Arrays.copyOfRange(stream, 0, at), Arrays.copyOfRange(stream, at, stream.length)));
    }
    byte[][] single = new byte[stream.length][];
    for (int i = 0; i < stream.length; i++) {
      single[i] = new byte[] {stream[i]};
    }
    assertEquals(expected, decode(single));
  }

  @Test
  public void integersMayBeLongerThanNeeded() {
    assertEquals(
        List.of(Plain.PING, new Query("A"), new Query("B")),
        decode(bytes("fb 04 00  fc 00000000 fc 01000000 41  00 fd 0100000000000000 42")));
  }

  @Test
  public void anUnknownVariantLosesTheStream() {
    for (String hex : List.of("05", "fa", "fb ffff", "fc 05000000", "fd", "fe", "ff")) {
      Decoder fresh = new Decoder();
      ByteBuffer in = ByteBuffer.wrap(bytes(hex + " 04 04"));
      Request request = fresh.next(in, LONGEST);
      assertTrue(hex, request instanceof Bad bad && bad.lost());
      assertNull(fresh.next(in, LONGEST));
      assertEquals("the rest is dropped", 0, in.remaining());
    }
  }

  @Test
  public void aTextThatIsTooLongIsSkipped() {
    byte[] rest = new byte[LONGEST + 2];
    rest[LONGEST + 1] = 4;
    assertEquals(
        List.of(
            new Bad("SQL query too large: 1048577 bytes (max: 1048576 bytes)", false), Plain.PING),
        decode(bytes("00 fc 01001000"), rest));
  }

  @Test
  public void aLengthThatCannotBeTrueLosesTheStream() {
    for (String length :
        List.of("fc ffffffff", "fd ffffffffffffffff", "fd ffffffffffffff7f", "fe", "ff")) {
      Request request = new Decoder().next(ByteBuffer.wrap(bytes("00" + length)), LONGEST);
      assertTrue(length, request instanceof Bad bad && bad.lost());
    }
  }

  @Test
  public void anAnnouncedLengthAllocatesNothing() {
    long before = used();
    List<Decoder> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Decoder each = new Decoder();
      assertNull(each.next(ByteBuffer.wrap(bytes("00 fc 00001000 41")), LONGEST));
      assertTrue(each.amid());
      many.add(each);
    }
    assertTrue("1000 texts of a MiB announced", used() - before < 10 << 20);
    assertEquals(1_000, many.size());
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  public void invalidTextIsAnErrorAndTheStreamGoesOn() {
    for (String text : List.of("c3", "ff", "eda080", "f5808080", "c080", "e282")) {
      byte[] bad = bytes(text);
      ByteBuffer in = ByteBuffer.allocate(bad.length + 3);
      in.put((byte) 0).put((byte) bad.length).put(bad).put((byte) 4).flip();
      Decoder fresh = new Decoder();
      assertEquals(new Bad("invalid UTF-8 in the SQL text", false), fresh.next(in, LONGEST));
      assertEquals(Plain.PING, fresh.next(in, LONGEST));
    }
    assertEquals(List.of(new Query("\uFFFD")), decode(bytes("00 03 efbfbd")));
  }
}
