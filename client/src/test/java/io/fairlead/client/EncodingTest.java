package io.fairlead.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class EncodingTest {

  private static final String RESULT = "0002026964046e616d65010201310161" + "01";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
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
    assertEquals("04", written(w -> w.plain(RequestWriter.PING)));
    assertEquals("fa", written(w -> w.varint(250)));
    assertEquals("fbfb00", written(w -> w.varint(251)));
    assertEquals("fbffff", written(w -> w.varint(65_535)));
    assertEquals("fc00000100", written(w -> w.varint(65_536)));
    assertEquals("fd0000000001000000", written(w -> w.varint(1L << 32)));
  }

  @Test
  public void answersAreTheVectors() throws IOException {
    assertEquals(4_294_967_296L, transactionId("01fd0000000001000000"));
    assertEquals(251, transactionId("01fbfb00"));
    AnswerReader error = reader(hex("03046f6f7073"));
    assertEquals(AnswerReader.ERROR, error.variant());
    assertEquals("oops", error.text());
    assertEquals("[id, name] [[1, a]] 1", result(new ByteArrayInputStream(hex(RESULT))));
  }

  private static long transactionId(String hex) throws IOException {
    AnswerReader reader = reader(hex(hex));
    assertEquals(AnswerReader.TRANSACTION_ID, reader.variant());
    return reader.varint();
  }

  private static AnswerReader reader(byte[] bytes) {
    return new AnswerReader(new ByteArrayInputStream(bytes), 1 << 20);
  }

  private static String result(InputStream in) throws IOException {
    AnswerReader reader = new AnswerReader(in, 1 << 20);
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
  public void anAnswerMayComeByteByByte() throws IOException {
    InputStream dripping =
        new ByteArrayInputStream(hex(RESULT)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    assertEquals("[id, name] [[1, a]] 1", result(dripping));
  }

  @Test
  public void aLengthThatLiesCostsNothingAndIsSaid() {
    assertThrows(
        ProtocolException.class,
        () -> result(new ByteArrayInputStream(hex("00fdffffffffffffffff"))));
    assertThrows(
        ProtocolException.class, () -> result(new ByteArrayInputStream(hex("0001fcffffff7f"))));
    assertThrows(
        EOFException.class, () -> result(new ByteArrayInputStream(hex("0001fc00000f00" + "41"))));
    assertThrows(
        ProtocolException.class, () -> result(new ByteArrayInputStream(hex("000102c328"))));
    assertThrows(ProtocolException.class, () -> reader(hex("09")).variant());
    assertThrows(ProtocolException.class, () -> transactionId("01ff"));
  }

  @Test
  public void mutatedAnswersEndInAnIoExceptionOrAnAnswer() {
    Random random = new Random(7);
    int answered = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = hex(RESULT);
      for (int m = random.nextInt(4); m >= 0; m--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        AnswerReader reader = reader(bytes);
        if (reader.variant() == AnswerReader.QUERY_RESULT) {
          reader.result(NOTHING);
          answered++;
        }
      } catch (IOException expected) {
        // What is no answer is said in a checked exception; any other fails the test.
      }
    }
    assertTrue(answered > 0);
  }

  private static final RowHandler NOTHING =
      new RowHandler() {
        @Override
        public void columns(List<String> names) {}

        @Override
        public void row(List<String> values) {}
      };
}
