package io.fairlead.kernel.store;

import io.fairlead.kernel.config.ConfigId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the owners of configurations have said about them, and a place to wait for that. */
final class Acknowledgements {

  /** The revision that the owner runs with, and the last one that it refused, with its reason. */
  record Word(@Nullable String applied, @Nullable String refused, @Nullable String reason) {
    static final Word NONE = new Word(null, null, null);

    boolean isAbout(String revision) {
      return revision.equals(applied) || revision.equals(refused);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition spoken = lock.newCondition();
  private final Map<ConfigId, Word> words = new HashMap<>();

  Word of(ConfigId id) {
    lock.lock();
    try {
      return words.getOrDefault(id, Word.NONE);
    } finally {
      lock.unlock();
    }
  }

  void applied(ConfigId id, String revision) {
    say(id, w -> new Word(revision, null, null));
  }

  void refused(ConfigId id, String revision, String reason) {
    say(id, w -> new Word(w.applied, revision, reason));
  }

  void forget(ConfigId id) {
    say(id, w -> Word.NONE);
  }

  /**
   * Returns when the owner has said something about this revision, when another revision has
   * overtaken it, or when the time is over.
   */
  void await(ConfigId id, String revision, Duration atMost, Predicate<Word> overtaken) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      Word word = words.getOrDefault(id, Word.NONE);
      while (left > 0 && !word.isAbout(revision) && !overtaken.test(word)) {
        left = spoken.awaitNanos(left);
        word = words.getOrDefault(id, Word.NONE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void say(ConfigId id, UnaryOperator<Word> change) {
    lock.lock();
    try {
      Word word = change.apply(words.getOrDefault(id, Word.NONE));
      if (word.equals(Word.NONE)) {
        words.remove(id);
      } else {
        words.put(id, word);
      }
      spoken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
