package io.fairlead.client.cli;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ShellSocketTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aDoorThatIsAwayIsWaitedFor() throws Exception {
    Path socket = folder.getRoot().toPath().resolve("s");
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(socket));
    }
    CompletableFuture<SocketChannel> coming =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ShellSocket.connect(socket, Duration.ofMinutes(1));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    Files.delete(socket);
    assertFalse("nobody is there", coming.isDone());
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      try (SocketChannel guest = door.accept();
          SocketChannel let = coming.get(1, TimeUnit.MINUTES)) {
        assertTrue(guest.isConnected() && let.isConnected());
      }
    }
  }

  @Test
  public void whoWaitsInVainLearnsWhy() {
    Path nowhere = folder.getRoot().toPath().resolve("none");
    assertThrows(IOException.class, () -> ShellSocket.connect(nowhere, Duration.ofMillis(1)));
  }
}
