package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.fairlead.kernel.config.ConfigId;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class ReadDocumentsTest {

  private static final ConfigId ORDERS = ConfigId.of("io.fairlead.pool", "orders");
  private static final Path FILE = Path.of("/etc/io.fairlead.pool-orders.cfg");

  private final CrashingFiles files = new CrashingFiles();
  private final Map<String, String> variables = new HashMap<>();
  private final ReadDocuments documents =
      new ReadDocuments(files, new Revisions(new byte[32]), variables::get);

  private CfgDocument read(String content) throws Exception {
    files.write(FILE, content.getBytes(ISO_8859_1));
    return documents.read(FILE);
  }

  @Test
  public void theSameBytesAreParsedOnce() throws Exception {
    CfgDocument first = read("max = 5\n");
    assertSame(first, read("max = 5\n"));
    assertSame(documents.stored(ORDERS, first), documents.stored(ORDERS, first));
  }

  @Test
  public void oneByteMakesAnotherDocumentAndAnotherRevision() throws Exception {
    CfgDocument first = read("max = 5\n");
    String revision = documents.stored(ORDERS, first).revision();
    CfgDocument second = read("max = 6\n");
    assertEquals(Map.of("max", "6"), second.settings());
    assertEquals(Map.of("max", "6"), documents.stored(ORDERS, second).settings());
    assertNotEquals(revision, documents.stored(ORDERS, second).revision());
  }

  @Test
  public void whatRefersToOthersIsParsedEachTime() throws Exception {
    variables.put("host", "one");
    assertEquals(Map.of("url", "//one"), read("url = //${host}\n").settings());
    variables.put("host", "two");
    assertEquals(Map.of("url", "//two"), read("url = //${host}\n").settings());
  }

  @Test
  public void whatHasGoneIsNotThereAndComesBackAnew() throws Exception {
    CfgDocument first = read("max = 5\n");
    files.delete(FILE);
    assertThrows(NoSuchFileException.class, () -> documents.read(FILE));
    assertNotSame(first, read("max = 5\n"));
  }

  @Test
  public void whatCannotBeReadIsNotRemembered() throws Exception {
    assertThrows(UnreadableException.class, () -> read("max = 5\\\n"));
    assertEquals(Map.of("max", "5"), read("max = 5\n").settings());
  }
}
