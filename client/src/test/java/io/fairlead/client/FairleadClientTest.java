package io.fairlead.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

public class FairleadClientTest {

  /** A server that waits for the request's bytes and then sends the answer's. */
  private static ServerSocket server(String request, String answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept();
                  InputStream in = socket.getInputStream();
                  OutputStream out = socket.getOutputStream()) {
                byte[] wanted = HexFormat.of().parseHex(request);
                if (!Arrays.equals(wanted, in.readNBytes(wanted.length))) {
                  return;
                }
                out.write(HexFormat.of().parseHex(answer));
                in.read();
              } catch (IOException closed) {
                // The client sees a closed connection and the test fails there.
              }
            },
            "fake-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  @Test
  public void pipelinedAnswersComeInOrder() throws IOException {
    try (ServerSocket server = server("04" + "01" + "03", "04" + "0107" + "03046f6f7073");
        FairleadClient client = FairleadClient.connect(server.getLocalSocketAddress())) {
      client.send(new Request.Ping());
      client.send(new Request.Begin());
      client.send(new Request.Rollback());
      assertEquals("", client.receive());
      assertEquals(7L, client.receive());
      assertEquals("oops", assertThrows(ServerErrorException.class, client::receive).getMessage());
    }
  }

  @Test
  public void aQueryGivesItsResult() throws IOException {
    try (ServerSocket server = server("000853454c4543542031", "00010131010101" + "3101");
        FairleadClient client = FairleadClient.connect(server.getLocalSocketAddress())) {
      QueryResult result = client.query("SELECT 1");
      assertEquals(List.of("1"), result.columns());
      assertEquals(List.of(List.of("1")), result.rows());
    }
  }

  @Test
  public void anAnswerToAnotherRequestEndsTheConnection() throws IOException {
    try (ServerSocket server = server("04", "02");
        FairleadClient client = FairleadClient.connect(server.getLocalSocketAddress())) {
      assertTrue(
          assertThrows(ProtocolException.class, client::ping).getMessage().contains("variant 2"));
      assertThrows(IOException.class, client::ping);
    }
  }
}
