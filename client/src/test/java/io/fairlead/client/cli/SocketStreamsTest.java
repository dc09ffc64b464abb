package io.fairlead.client.cli;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class SocketStreamsTest {

  private static final int ROUNDS = 50;

  @Test
  public void whatIsTypedGoesOutWhileNothingComesIn() throws Exception {
    Path folder = Files.createTempDirectory("streams");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(address);
      try (SocketChannel here = SocketChannel.open(address);
          SocketChannel there = door.accept()) {
        InputStream in = SocketStreams.input(here);
        OutputStream out = SocketStreams.output(here);
        InputStream fromHere = SocketStreams.input(there);
        OutputStream toHere = SocketStreams.output(there);
        for (int i = 0; i < ROUNDS; i++) {
          CountDownLatch reads = new CountDownLatch(1);
          CompletableFuture<Integer> answer =
              CompletableFuture.supplyAsync(
                  () -> {
                    reads.countDown();
                    return readOne(in);
                  });
          reads.await();
          // The answer comes only when this has arrived: were the reader in its way, neither would.
          CompletableFuture<Integer> question =
              CompletableFuture.supplyAsync(
                  () -> {
                    writeOne(out, 7);
                    return readOne(fromHere);
                  });
          assertEquals(7, (int) question.get(30, TimeUnit.SECONDS));
          writeOne(toHere, 8);
          assertEquals(8, (int) answer.get(30, TimeUnit.SECONDS));
        }
        there.close();
        assertEquals(-1, in.read());
      }
    } finally {
      Files.deleteIfExists(address.getPath());
      Files.delete(folder);
    }
  }

  private static int readOne(InputStream in) {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeOne(OutputStream out, int value) {
    try {
      out.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
