package io.fairlead.wire;

import static org.junit.Assert.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches every buffer of the test run. */
final class Leaks {

  private static final List<String> FOUND = new CopyOnWriteArrayList<>();

  private Leaks() {}

  static void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @Deprecated
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return newResourceLeakDetector(resource, samplingInterval);
          }

          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval) {
            return new ResourceLeakDetector<>(resource, samplingInterval) {
              @Override
              protected void reportTracedLeak(String resourceType, String records) {
                FOUND.add(resourceType + records);
              }

              @Override
              protected void reportUntracedLeak(String resourceType) {
                FOUND.add(resourceType);
              }

              @Override
              protected boolean needReport() {
                return true;
              }
            };
          }
        });
  }

  /** Lets the detector see what was dropped, and fails when something was. */
  static void check() {
    System.gc();
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    assertEquals(List.of(), FOUND);
  }
}
