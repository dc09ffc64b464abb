package io.fairlead.kernel.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that notes each call and knows what would survive a crash: contents that
 * were synced, and names in folders that were.
 */
public final class CrashingFiles implements FileSystem {

  /** What the machine does in the middle of a call. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What is left after a crash of what was not synced; a real disk may do any of these. */
  public enum Aftermath {
    ALL_IS_KEPT,
    ALL_IS_LOST,
    NAMES_ARE_KEPT_CONTENTS_LOST,
    CONTENTS_ARE_KEPT_NAMES_LOST
  }

  private static final class Inode {
    private byte[] content;
    private byte @Nullable [] synced;

    Inode(byte[] content) {
      this.content = content;
    }
  }

  private final Map<Path, Inode> names = new TreeMap<>();
  private final Map<Path, Inode> syncedNames = new TreeMap<>();

  /** The calls that change something, in order. */
  public final List<String> calls = new ArrayList<>();

  private int callsUntilCrash = Integer.MAX_VALUE;
  private @Nullable String failing;

  /** The machine crashes right after so many more calls. */
  public void crashAfter(int moreCalls) {
    callsUntilCrash = moreCalls;
  }

  /** From now on this call throws. */
  public void fail(@Nullable String call) {
    failing = call;
  }

  /** The disk as the next start finds it. */
  public CrashingFiles after(Aftermath aftermath) {
    CrashingFiles next = new CrashingFiles();
    boolean namesKept =
        aftermath == Aftermath.ALL_IS_KEPT || aftermath == Aftermath.NAMES_ARE_KEPT_CONTENTS_LOST;
    boolean contentsKept =
        aftermath == Aftermath.ALL_IS_KEPT || aftermath == Aftermath.CONTENTS_ARE_KEPT_NAMES_LOST;
    (namesKept ? names : syncedNames)
        .forEach(
            (name, inode) -> {
              byte[] synced = inode.synced == null ? new byte[0] : inode.synced;
              Inode copy = new Inode(contentsKept ? inode.content : synced);
              copy.synced = copy.content;
              next.names.put(name, copy);
              next.syncedNames.put(name, copy);
            });
    return next;
  }

  /** As an editor leaves it. */
  public void putByHand(Path file, byte[] content) {
    Inode inode = new Inode(content);
    inode.synced = content;
    names.put(file, inode);
    syncedNames.put(file, inode);
  }

  public void removeByHand(Path file) {
    names.remove(file);
    syncedNames.remove(file);
  }

  public List<String> allNames() {
    return names.keySet().stream().map(Path::toString).toList();
  }

  @Override
  public byte[] read(Path file, int atMost) throws IOException {
    Inode inode = inode(file);
    if (inode.content.length > atMost) {
      throw new IOException("larger than " + atMost + " bytes");
    }
    return inode.content;
  }

  @Override
  public boolean exists(Path file) {
    return names.containsKey(file);
  }

  @Override
  public List<String> list(Path folder) {
    return names.keySet().stream()
        .filter(f -> folder.equals(f.getParent()))
        .map(f -> f.getFileName().toString())
        .toList();
  }

  @Override
  public void createFolder(Path folder) {}

  @Override
  public void write(Path file, byte[] content) throws IOException {
    call("write " + file);
    names.put(file, new Inode(content));
    done();
  }

  @Override
  public void sync(Path file) throws IOException {
    call("sync " + file);
    Inode inode = inode(file);
    inode.synced = inode.content;
    done();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    call("rename " + from + " " + to);
    names.put(to, inode(from));
    names.remove(from);
    done();
  }

  @Override
  public void delete(Path file) throws IOException {
    call("delete " + file);
    names.remove(file);
    done();
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    call("sync folder " + folder);
    syncedNames.keySet().removeIf(f -> folder.equals(f.getParent()));
    names.forEach(
        (name, inode) -> {
          if (folder.equals(name.getParent())) {
            syncedNames.put(name, inode);
          }
        });
    done();
  }

  private void call(String call) throws IOException {
    if (failing != null && call.startsWith(failing)) {
      throw new IOException("No space left on device");
    }
    if (callsUntilCrash == 0) {
      throw new Crash();
    }
    calls.add(call);
  }

  private void done() {
    if (--callsUntilCrash == 0) {
      throw new Crash();
    }
  }

  private Inode inode(Path file) throws NoSuchFileException {
    Inode inode = names.get(file);
    if (inode == null) {
      throw new NoSuchFileException(file.toString());
    }
    return inode;
  }
}
