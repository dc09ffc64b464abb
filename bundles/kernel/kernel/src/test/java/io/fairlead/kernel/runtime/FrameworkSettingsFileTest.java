package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.fairlead.kernel.audit.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FrameworkSettingsFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<AuditEntry> told = new ArrayList<>();
  private Path file;
  private FrameworkSettingsFile watched;

  @Before
  public void ship() throws IOException {
    file = folder.getRoot().toPath().resolve("http.cfg");
    Files.writeString(file, "# shipped\nhost = 127.0.0.1\nport = 8080\nkeystore.password = old\n");
    watched = watch();
    looks();
    assertEquals("what is shipped is nobody's change", List.of(), told);
  }

  private FrameworkSettingsFile watch() {
    return new FrameworkSettingsFile(
        file,
        folder.getRoot().toPath().resolve("copy"),
        FrameworkSettingsFileTest::write,
        told::add);
  }

  private static void write(Path path, byte[] content) {
    try {
      Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void looks() throws IOException {
    watched.look();
    watched.look();
    watched.look();
  }

  @Test
  public void anEditIsToldOnceWithWhatItChangedAndNoSecret() throws Exception {
    Files.writeString(
        file,
        "host: 0.0.0.0\nport = 8080\nkeystore.password = new\nproxy = http://joe:word@example\n");
    looks();
    AuditEntry entry = told.get(0);
    assertEquals(1, told.size());
    assertEquals("file changeFile http.cfg", described(entry));
    assertEquals(Map.of("host", "127.0.0.1", "keystore.password", "***"), entry.before());
    assertEquals(
        Map.of("host", "0.0.0.0", "keystore.password", "***", "proxy", "***"), entry.after());
  }

  @Test
  public void aCommentIsNoChange() throws Exception {
    Files.writeString(file, "host=127.0.0.1\nport=8080\nkeystore.password=old\n");
    looks();
    assertEquals(List.of(), told);
  }

  @Test
  public void whatChangedWhileNothingRanIsToldAtTheNextStart() throws Exception {
    Files.writeString(file, "host = 127.0.0.1\nport = 9090\nkeystore.password = old\n");
    watched = watch();
    looks();
    assertEquals(Map.of("port", "9090"), told.get(0).after());
    watched = watch();
    looks();
    assertEquals(1, told.size());
  }

  @Test
  public void whatIsBeingWrittenIsAwaited() throws Exception {
    Files.writeString(file, "host = 127.0.0.1\n");
    watched.look();
    Files.writeString(file, "host = 127.0.0.1\nport = 9090\nkeystore.password = old\n");
    looks();
    assertEquals(1, told.size());
    assertEquals(Map.of("port", "8080"), told.get(0).before());
  }

  @Test
  public void aFileThatGoesAndComesIsTold() throws Exception {
    Files.delete(file);
    looks();
    assertEquals("file deleteFile http.cfg", described(told.get(0)));
    assertEquals("8080", told.get(0).before().get("port"));
    assertNull(told.get(0).after());
    Files.writeString(file, "port = 1\n");
    looks();
    assertNull(told.get(1).before());
    assertEquals(Map.of("port", "1"), told.get(1).after());
  }

  @Test
  public void whatIsNotReadableIsToldAsSuch() throws Exception {
    Files.writeString(file, "port = \\u00zz\n");
    looks();
    assertEquals(1, told.size());
    assertEquals("not readable: Malformed \\uxxxx encoding.", told.get(0).after().get(""));
  }

  private static String described(AuditEntry entry) {
    return entry.surface() + " " + entry.operation() + " " + entry.target();
  }
}
