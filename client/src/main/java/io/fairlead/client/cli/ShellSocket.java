package io.fairlead.client.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to the server's shell. Its door is away for a moment while it is updated; who is not let
 * in has not been heard, so that asking again does nothing twice.
 */
public final class ShellSocket {

  /** As long as a bundle takes to be updated on a busy machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long PAUSE_MS = 50;

  private ShellSocket() {}

  /**
   * A connection to the door.
   *
   * @param patience how long a door that is away is waited for
   * @throws IOException why it could not be reached in the end
   */
  public static SocketChannel connect(Path socket, Duration patience) throws IOException {
    long begun = System.nanoTime();
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
      } catch (IOException e) {
        channel.close();
        if (System.nanoTime() - begun >= patience.toNanos()) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      new CountDownLatch(1).await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the door was there", e);
    }
  }
}
