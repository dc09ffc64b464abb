package io.fairlead.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class EncodingTest {

  private static final String RESULT = "0002026964046e616d65010201310161" + "01";
  private static final String SHOWN = "[id, name] [[1, a]] 1";
  private static final int MIB = 1 << 20;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static String written(Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.to(new RequestWriter(out));
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private interface Writing {
    void to(RequestWriter writer) throws IOException;
  }

  @Test
  public void requestsAreTheVectors() throws IOException {
    assertEquals("000853454c4543542031", written(w -> w.query("SELECT 1")));
    assertEquals("0003e6a2a8", written(w -> w.query("梨")));
    assertEquals("01", written(w -> w.plain(RequestWriter.BEGIN)));
    assertEquals("02", written(w -> w.plain(RequestWriter.COMMIT)));
    assertEquals("03", written(w -> w.plain(RequestWriter.ROLLBACK)));
    assertEquals("04", written(w -> w.plain(RequestWriter.PING)));
    assertEquals("07", written(w -> w.varint(7)));
    assertEquals("fa", written(w -> w.varint(250)));
    assertEquals("fbfb00", written(w -> w.varint(251)));
    assertEquals("fbffff", written(w -> w.varint(65_535)));
    assertEquals("fc00000100", written(w -> w.varint(65_536)));
    assertEquals("fcffffffff", written(w -> w.varint((1L << 32) - 1)));
    assertEquals("fd0000000001000000", written(w -> w.varint(1L << 32)));
    assertEquals("fdffffffffffffffff", written(w -> w.varint(-1)));
  }

  @Test
  public void answersAreTheVectors() throws IOException {
    assertEquals(7, transactionId("0107"));
    assertEquals(250, transactionId("01fa"));
    assertEquals(251, transactionId("01fbfb00"));
    assertEquals(65_535, transactionId("01fbffff"));
    assertEquals(65_536, transactionId("01fc00000100"));
    assertEquals(4_294_967_296L, transactionId("01fd0000000001000000"));
    assertEquals(AnswerReader.OK, reader(hex("02")).variant());
    assertEquals(AnswerReader.PONG, reader(hex("04")).variant());
    AnswerReader error = reader(hex("03046f6f7073"));
    assertEquals(AnswerReader.ERROR, error.variant());
    assertEquals("oops", error.text());
    assertEquals(SHOWN, result(new ByteArrayInputStream(hex(RESULT))));
  }

  private static long transactionId(String hex) throws IOException {
    AnswerReader reader = reader(hex(hex));
    assertEquals(AnswerReader.TRANSACTION_ID, reader.variant());
    return reader.varint();
  }

  private static AnswerReader reader(byte[] bytes) {
    return new AnswerReader(new ByteArrayInputStream(bytes), MIB);
  }

  private static String result(InputStream in) throws IOException {
    return result(in, MIB);
  }

  private static String result(InputStream in, long limit) throws IOException {
    AnswerReader reader = new AnswerReader(in, limit);
    assertEquals(AnswerReader.QUERY_RESULT, reader.variant());
    List<String> seen = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    long affected =
        reader.result(
            new RowHandler() {
              @Override
              public void columns(List<String> names) {
                seen.add(names.toString());
              }

              @Override
              public void row(List<String> values) {
                rows.add(values);
              }
            });
    return seen.get(0) + " " + rows + " " + affected;
  }

  @Test
  public void anAnswerMayBeSplitAtEveryByte() throws IOException {
    byte[] whole = hex(RESULT);
    for (int split = 0; split <= whole.length; split++) {
      InputStream parts =
          new SequenceInputStream(
              new ByteArrayInputStream(whole, 0, split),
              new ByteArrayInputStream(whole, split, whole.length - split));
      assertEquals(SHOWN, result(parts));
    }
  }

  @Test
  public void anAnswerCutAnywhereIsSaidToBeCut() {
    byte[] whole = hex(RESULT);
    for (int cut = 1; cut < whole.length; cut++) {
      byte[] part = Arrays.copyOf(whole, cut);
      assertEquals(
          "the server closed in the middle of an answer",
          assertThrows(EOFException.class, () -> result(new ByteArrayInputStream(part)))
              .getMessage());
    }
  }

  @Test
  public void whatIsNoAnswerIsSaid() {
    for (String bytes :
        List.of(
            "00fdffffffffffffffff", // more columns than there are numbers
            "0001fcffffff7f", // a name beyond the limit
            "00fe00", // bincode's marker of 16 bytes
            "00ff", // no marker at all
            "000102c328", // no UTF-8
            "0001014101" + "00", // a row without its value
            "0001014101" + "0201420143" + "01")) { // a row with one too many
      assertThrows(
          bytes, ProtocolException.class, () -> result(new ByteArrayInputStream(hex(bytes))));
    }
    assertThrows(ProtocolException.class, () -> reader(hex("05")).variant());
    assertThrows(ProtocolException.class, () -> reader(hex("ff")).variant());
    assertThrows(ProtocolException.class, () -> transactionId("01ff"));
  }

  @Test
  public void aLengthThatLiesTakesNoMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String bytes :
        List.of(
            "00fcffffff3f" + "0141", // a billion columns
            "0001fcffffff3f" + "41", // a name of a gigabyte
            "0001fdf7ffffff00000000" + "41", // a name as long as a text may be, and more
            "00010141fcffffff3f" + "010142")) { // a billion rows
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThrows(
          bytes,
          IOException.class,
          () -> result(new ByteArrayInputStream(hex(bytes)), Long.MAX_VALUE));
      assertTrue(threads.getCurrentThreadAllocatedBytes() - before < MIB);
    }
  }

  @Test
  public void aMillionMutationsEndInAnAnswerOrAnIoException() {
    Random random = new Random(7);
    byte[][] answers = {
      hex(RESULT),
      hex("00" + "fb0100" + "fc0100000061" + "01" + "01" + "03e6a2a8" + "fd0000000001000000")
    };
    int answered = 0;
    int refused = 0;
    for (int i = 0; i < 1_000_000; i++) {
      byte[] bytes = answers[i % answers.length].clone();
      for (int m = random.nextInt(4); m >= 0; m--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        AnswerReader reader = reader(bytes);
        switch (reader.variant()) {
          case AnswerReader.QUERY_RESULT -> reader.result(NOTHING);
          case AnswerReader.TRANSACTION_ID -> reader.varint();
          case AnswerReader.ERROR -> reader.text();
          default -> {}
        }
        answered++;
      } catch (IOException expected) {
        refused++;
      }
    }
    assertTrue(answered + " answers, " + refused + " refused", answered > 10_000);
    assertTrue(answered + " answers, " + refused + " refused", refused > 10_000);
  }

  private static final RowHandler NOTHING =
      new RowHandler() {
        @Override
        public void columns(List<String> names) {}

        @Override
        public void row(List<String> values) {}
      };
}
