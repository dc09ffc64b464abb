package io.fairlead.kernel.lifecycle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that a class file names in its constant pool (JVM specification, 4.4): those that its
 * code may come to need, and some more.
 */
final class ClassNames {

  private static final int MAGIC = 0xCAFEBABE;
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+);");
  private static final Pattern NAME = Pattern.compile("[\\w$]+(?:/[\\w$]+)+");

  private ClassNames() {}

  /**
   * As {@code Class.forName} takes them, without those of {@code java}.
   *
   * @throws IOException when it is no class file, or not whole
   */
  static Set<String> in(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.readInt(); // the version
    int entries = in.readUnsignedShort();
    Set<String> names = new HashSet<>();
    for (int i = 1; i < entries; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> add(in.readUTF(), names);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // takes two places
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("a constant of kind " + tag);
      }
    }
    return names;
  }

  /** A class is a name, in a text of its own, or stands in a descriptor. */
  private static void add(String text, Set<String> names) {
    if (NAME.matcher(text).matches()) {
      put(text, names);
      return;
    }
    Matcher descriptor = IN_DESCRIPTOR.matcher(text);
    while (descriptor.find()) {
      put(descriptor.group(1), names);
    }
  }

  private static void put(String name, Set<String> names) {
    if (!name.startsWith("java/")) {
      names.add(name.replace('/', '.'));
    }
  }
}
