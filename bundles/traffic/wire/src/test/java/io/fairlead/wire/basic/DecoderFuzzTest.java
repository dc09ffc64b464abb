package io.fairlead.wire.basic;

import static org.junit.Assert.assertTrue;

import io.fairlead.wire.basic.Request.Bad;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

/** A million streams, each a right one with something wrong done to it. */
public class DecoderFuzzTest {

  private static final int STREAMS = 1_000_000;
  private static final int LONGEST = 200;

  private static byte[] right(Random random) {
    ByteBuffer out = ByteBuffer.allocate(512);
    int requests = 1 + random.nextInt(4);
    for (int i = 0; i < requests; i++) {
      int variant = random.nextInt(5);
      out.put((byte) variant);
      if (variant == 0) {
        byte[] sql = "SELECT 'ä€' ".repeat(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
          out.put((byte) sql.length);
        } else {
          out.put((byte) 251).put((byte) sql.length).put((byte) 0);
        }
        out.put(sql);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] mutated(byte[] stream, Random random) {
    byte[] result = stream;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt();
        case 1 -> result[at] = (byte) (result[at] ^ (1 << random.nextInt(8)));
        case 2 -> result[at] = (byte) (250 + random.nextInt(6));
        case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
        default -> {
          int more = 1 + random.nextInt(9);
          byte[] longer = Arrays.copyOf(result, result.length + more);
          for (int j = result.length; j < longer.length; j++) {
            longer[j] = (byte) random.nextInt();
          }
          result = longer;
        }
      }
    }
    return result;
  }

  @Test
  public void noStreamBreaksTheDecoder() {
    Random random = new Random(20_260_101);
    long requests = 0;
    long bad = 0;
    for (int i = 0; i < STREAMS; i++) {
      byte[] stream = mutated(right(random), random);
      Decoder decoder = new Decoder();
      int split = random.nextInt(stream.length + 1);
      int found = 0;
      for (int piece = 0; piece < 2; piece++) {
        ByteBuffer in =
            piece == 0
                ? ByteBuffer.wrap(stream, 0, split)
                : ByteBuffer.wrap(stream, split, stream.length - split);
        Request request = decoder.next(in, LONGEST);
        while (request != null) {
          found++;
          if (request instanceof Bad) {
            bad++;
          }
          assertTrue("more requests than bytes", found <= stream.length);
          request = decoder.next(in, LONGEST);
        }
        assertTrue("takes everything", !in.hasRemaining());
      }
      requests += found;
    }
    assertTrue("the streams are not all wrong: " + requests, requests > STREAMS);
    assertTrue("nor all right: " + bad, bad > STREAMS / 10);
  }
}
