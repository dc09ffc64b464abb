package io.fairlead.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.Test;

public class PlainOutputTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PlainOutput plain = new PlainOutput(bytes);

  @Test
  public void coloursAreLeftOutAndNothingElse() throws IOException {
    plain.write("\u001b[1mCOMMANDS\u001b[0m\n\tübung [1m]\u001b[38;5;9m!\u001b[m".getBytes(UTF_8));
    assertEquals("COMMANDS\n\tübung [1m]!", bytes.toString(UTF_8));
  }

  @Test
  public void aSequenceThatComesInPiecesIsLeftOutToo() throws IOException {
    for (byte b : "a\u001b[31;1mb".getBytes(UTF_8)) {
      plain.write(b);
    }
    assertEquals("ab", bytes.toString(UTF_8));
  }
}
