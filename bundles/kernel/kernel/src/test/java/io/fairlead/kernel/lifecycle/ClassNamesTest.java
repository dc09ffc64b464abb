package io.fairlead.kernel.lifecycle;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.Test;

public class ClassNamesTest {

  /** Whatever its code names, in each way that there is. */
  static final class Naming {
    private static final long WIDE = 7_000_000_000L;

    static Object named(io.fairlead.kernel.error.NotFound[] several) {
      Supplier<io.fairlead.kernel.page.PageRequest> lambda = () -> null;
      long sum = WIDE + several.length;
      return sum > 0 ? new io.fairlead.kernel.error.Invalid("a", "b", "c") : lambda;
    }
  }

  @Test
  public void whatTheCodeNamesIsFound() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("ClassNamesTest$Naming.class")) {
      Set<String> names = ClassNames.in(in);
      assertTrue(names.toString(), names.contains("io.fairlead.kernel.error.Invalid"));
      assertTrue(names.toString(), names.contains("io.fairlead.kernel.error.NotFound"));
      assertTrue(names.toString(), names.contains("io.fairlead.kernel.page.PageRequest"));
      assertTrue(names.toString(), names.stream().noneMatch(name -> name.startsWith("java.")));
    }
  }

  @Test
  public void whatIsNoClassFileIsRefused() {
    byte[] text = "no class file".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThrows(IOException.class, () -> ClassNames.in(new ByteArrayInputStream(text)));
    byte[] cut = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61, 0, 9, 7};
    assertThrows(IOException.class, () -> ClassNames.in(new ByteArrayInputStream(cut)));
  }
}
