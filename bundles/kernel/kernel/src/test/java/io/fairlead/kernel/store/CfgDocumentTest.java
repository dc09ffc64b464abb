package io.fairlead.kernel.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.felix.fileinstall.shaded.util.properties.TypedProperties;
import org.junit.Test;

/** Holds our reader, our writer and File Install's own reader against each other. */
public class CfgDocumentTest {

  @Test
  public void awkwardValuesComeBackAsTheyWere() throws Exception {
    for (String value :
        new String[] {
          "",
          " ",
          "  leading and trailing  ",
          "\ttab\nnewline\r\nreturn\fform feed",
          "${karaf.data}/x",
          "$${a}",
          "$\\{a\\}",
          "a\\${b}",
          "}{",
          "{a}",
          "\\{",
          "\\\\}",
          "C:\\temp\\new",
          "\\",
          "\\\\",
          "\\\\\\",
          "\\u0041",
          "# no comment",
          "! no comment",
          "a = b : c",
          "\"quoted\"",
          "I\"5\"",
          "[::1]",
          "b[1]",
          "{\"a\":1}",
          "$__",
          "$___",
          "$____{x}",
          "$__{x}",
          "Müller…\u20ac\u0000\u007f\u0085\ud83d\ude00",
          "jdbc:h2:file:${karaf.data}/h2;INIT=RUNSCRIPT FROM '~/x'",
        }) {
      assertRoundTrip(Map.of("key", value));
      assertRoundTrip(Map.of("key", value, "other", "5"));
    }
  }

  @Test
  public void awkwardKeysComeBackAsTheyWere() throws Exception {
    for (String key :
        new String[] {
          "a.b_c-d", "a b", "=", ":", "#a", "!", " ", "\\", "ü", "a\nb", "${x}", "\"", "["
        }) {
      assertRoundTrip(Map.of(key, "value"));
    }
  }

  @Test
  public void whateverIsWrittenIsReadBackByBothReaders() throws Exception {
    Random random = new Random(20240611);
    String alphabet = "ab  \\\\\\${}{}$__\"[]#!=:\t\n\r\fuIn0041äž\u2028\u0000-";
    for (int round = 0; round < 20_000; round++) {
      Map<String, String> settings = new TreeMap<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String key = text(random, alphabet, 1 + random.nextInt(5));
        if (!CfgDocument.isFrameworkKey(key)) {
          settings.put(key, text(random, alphabet, random.nextInt(12)));
        }
      }
      if (CfgText.sameButForCase(settings.keySet()) == null) {
        assertRoundTrip(settings);
      }
    }
  }

  @Test
  public void anyBytesAreReadOrRefusedAndNothingElse() {
    Random random = new Random(7);
    String alphabet = "ab =:\\\\\n\r\t#${}$__:-u0041\"[]é";
    int read = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] content =
          text(random, alphabet, random.nextInt(60)).getBytes(round % 2 == 0 ? ISO_8859_1 : UTF_8);
      if (round % 10 == 0) {
        random.nextBytes(content);
      }
      try {
        CfgDocument document = CfgDocument.parse(content, name -> name.length() > 1 ? name : null);
        CfgDocument again =
            CfgDocument.parse(
                document.with(document.settings()), name -> name.length() > 1 ? name : null);
        assertEquals(document.settings(), again.settings());
        read++;
      } catch (UnreadableException e) {
        assertTrue(e.getMessage(), e.getMessage().length() < 1_000);
      }
    }
    assertTrue("most of them should be readable or the test is pointless: " + read, read > 5_000);
  }

  @Test
  public void aFileWrittenByHandIsReadAsFileInstallReadsIt() throws Exception {
    String file =
        """
        # the orders' pool
        url = jdbc:postgresql://db/orders
        password : s3cr\\u00E9t
        init_sql   SET x = 1; \\
            # a comment between
            SET y = 2
        \ttabbed\\ key=1
        empty
        also.empty =
        home = ${user.home}/x
        twice = 1
        twice = 2
        again = ${twice}
        """;
    Map<String, String> settings = parse(file);
    assertEquals(fileInstall(file), settings);
    assertEquals("SET x = 1; SET y = 2", settings.get("init_sql"));
    assertEquals("s3cr\u00e9t", settings.get("password"));
    assertEquals("2", settings.get("again"));
  }

  @Test
  public void blanksAtTheEndOfAValueAreNoPartOfIt() throws Exception {
    assertEquals(Map.of("a", "5", "b", "x "), parse("a = 5 \t \nb = x\\u0020\n"));
  }

  @Test
  public void onlyTheLinesThatChangeAreWritten() throws Exception {
    String file =
        "# head\n\nurl = jdbc:h2:file:${user.home}/x\n# the most\nmax = 5\nmin=1\nmax = 6\n";
    CfgDocument document = CfgDocument.parse(file.getBytes(ISO_8859_1), System::getProperty);
    Map<String, String> changed = new TreeMap<>(document.settings());
    changed.put("max", "7");
    changed.put("name", "x");
    changed.remove("min");
    assertEquals(
        "# head\n\nurl = jdbc:h2:file:${user.home}/x\n# the most\nmax = 7\nname = x\n",
        new String(document.with(changed), ISO_8859_1));
  }

  @Test
  public void quotesThatWereHarmlessStayHarmless() throws Exception {
    CfgDocument document =
        CfgDocument.parse("a = \"x\"\nb = 5\n".getBytes(ISO_8859_1), System::getProperty);
    assertEquals("\"x\"", document.settings().get("a"));
    String left = new String(document.with(Map.of("a", "\"x\"")), ISO_8859_1);
    assertEquals(Map.of("a", "\"x\""), parse(left));
    assertEquals(Map.of("a", "\"x\""), fileInstall(left));
  }

  @Test
  public void variablesAreReplacedAndTheirAbsenceIsSaid() throws Exception {
    Map<String, String> settings = parse("a = ${nothing:-x}-${b}\nb = ${java.version}\n");
    assertEquals("x-" + System.getProperty("java.version"), settings.get("a"));
    assertUnreadable("a = ${no.such.thing}\n", "a: ${no.such.thing} is not known");
    assertUnreadable("a = ${b}\nb = ${a}\n", "refers to itself");
    assertUnreadable("a = ${b\n", "a: ${ without }");
  }

  @Test
  public void nonsenseIsRefusedWithItsPlace() {
    assertUnreadable("a = 1\n\u0000\u0001\n", "line 2: holds the control character 0x0");
    assertUnreadable("a = \\u00G0\n", "line 1: \\u without four hexadecimal digits");
    assertUnreadable("a = 1\n = 2\n", "line 2: no name before the separator");
    assertUnreadable("a = 1\nA = 2\n", "two names that differ by case only");
    assertUnreadable("a = 1\nb = 2\\\n", "line 2: ends with a backslash, and nothing follows");
    assertUnreadable("a = \"1\"\nb = I\"2\"\n", "every value stands in quotes or brackets");
    assertUnreadable(
        "a = M\u00c3\u00bcller\n", "line 1: text beyond ASCII must be written as \\uXXXX");
    byte[] large = new byte[10 << 20];
    Arrays.fill(large, (byte) 'a');
    assertUnreadable(large, "larger than 1048576 bytes");
  }

  @Test
  public void absurdFilesAreRefusedInTime() {
    assertUnreadable(
        "a = " + "${".repeat(200_000) + "}".repeat(200_000) + "\n", "nested more than");
    StringBuilder laughs = new StringBuilder("k0 = " + "x".repeat(100) + "\n");
    for (int i = 1; i < 15; i++) {
      laughs
          .append("k")
          .append(i)
          .append(" = ")
          .append(("${k" + (i - 1) + "}").repeat(20))
          .append('\n');
    }
    assertUnreadable(laughs.toString(), "longer than");
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static void assertRoundTrip(Map<String, String> settings) throws Exception {
    String file = new String(CfgDocument.empty().with(settings), ISO_8859_1);
    assertTrue(file, file.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'));
    assertEquals(file, settings, parse(file));
    assertEquals(file, settings, fileInstall(file));
  }

  private static Map<String, String> parse(String file) throws UnreadableException {
    return CfgDocument.parse(file.getBytes(ISO_8859_1), System::getProperty).settings();
  }

  private static Map<String, Object> fileInstall(String file) throws IOException {
    TypedProperties properties =
        new TypedProperties((name, key, value) -> System.getProperty(value));
    properties.load(new StringReader(file));
    return new TreeMap<>(properties);
  }

  private static void assertUnreadable(String file, String reason) {
    assertUnreadable(file.getBytes(ISO_8859_1), reason);
  }

  private static void assertUnreadable(byte[] file, String reason) {
    UnreadableException e =
        assertThrows(UnreadableException.class, () -> CfgDocument.parse(file, System::getProperty));
    assertTrue(
        e.getMessage(),
        e.getMessage().toLowerCase(Locale.ROOT).contains(reason.toLowerCase(Locale.ROOT)));
  }
}
