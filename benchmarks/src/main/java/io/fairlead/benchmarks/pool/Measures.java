package io.fairlead.benchmarks.pool;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** One round of each measurement, on whichever pool. */
final class Measures {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int DIGITS = 3;

  private Measures() {}

  /** CPU of the whole process, tickers included, per uncontended acquire and release. */
  static double cpuNanos(Door door, int times) throws Exception {
    long before = SYSTEM.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      door.release(door.acquire());
    }
    return (double) (SYSTEM.getProcessCpuTime() - before) / times;
  }

  /** Loans a second of so many threads that hold nothing for no time. */
  static double throughput(Door door, int threads, long millis) throws Exception {
    LongAdder loans = new LongAdder();
    long until = System.nanoTime() + millis * 1_000_000;
    run(
        threads,
        () -> {
          long mine = 0;
          while (System.nanoTime() - until < 0) {
            for (int i = 0; i < 100; i++) {
              door.release(door.acquire());
            }
            mine += 100;
          }
          loans.add(mine);
        });
    return loans.sum() * 1000.0 / millis;
  }

  /** What threads that hold for a while, parked, get: waits in ns, and loans a second. */
  static Waits held(Door door, int threads, long holdNanos, long millis) throws Exception {
    List<Histogram> all = new ArrayList<>();
    long until = System.nanoTime() + millis * 1_000_000;
    run(
        threads,
        () -> {
          Histogram mine = new Histogram(DIGITS);
          while (true) {
            long before = System.nanoTime();
            if (before - until >= 0) {
              break;
            }
            Object handle = door.acquire();
            mine.recordValue(System.nanoTime() - before);
            park(holdNanos);
            door.release(handle);
          }
          synchronized (all) {
            all.add(mine);
          }
        });
    Histogram sum = new Histogram(DIGITS);
    all.forEach(sum::add);
    return new Waits(
        sum.getValueAtPercentile(99.9) / 1e6,
        sum.getMean() / 1e6,
        sum.getTotalCount() * 1000.0 / millis);
  }

  /** How long such a hold takes without any pool: its p99.9 in milliseconds. */
  static double bare(int threads, long holdNanos, long millis) throws Exception {
    List<Histogram> all = new ArrayList<>();
    long until = System.nanoTime() + millis * 1_000_000;
    run(
        threads,
        () -> {
          Histogram mine = new Histogram(DIGITS);
          for (long before = System.nanoTime(); before - until < 0; before = System.nanoTime()) {
            park(holdNanos);
            mine.recordValue(System.nanoTime() - before);
          }
          synchronized (all) {
            all.add(mine);
          }
        });
    Histogram sum = new Histogram(DIGITS);
    all.forEach(sum::add);
    return sum.getValueAtPercentile(99.9) / 1e6;
  }

  private static void park(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void run(int threads, Work work) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Thread> running = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  work.run();
                } catch (InterruptedException | BrokenBarrierException e) {
                  throw new IllegalStateException(e);
                } catch (Exception e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      running.add(thread);
      thread.start();
    }
    for (Thread thread : running) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.size() + " threads failed", failures.get(0));
    }
  }

  interface Work {
    void run() throws Exception;
  }

  /** Milliseconds, and loans a second. */
  record Waits(double p999, double mean, double rate) {}
}
