package io.fairlead.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

/** Plain sockets that do what no good client does: each gets an Error, and the server serves on. */
public class HostileClientTest extends WithServer {

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(server.nativeAddress(), 5_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Reads until the server closes. */
  private static byte[] rest(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toByteArray();
  }

  private static void serves() throws IOException {
    try (FairleadClient client = server.client()) {
      assertEquals(List.of(List.of("1")), client.query("SELECT 1").rows());
    }
  }

  @Test
  public void theVectorsHoldOverTheWireByteByByte() throws Exception {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (byte b : hex("00 08 53 45 4c 45 43 54 20 31")) {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
      }
      // QueryResult, one column named 1, one row with 1, one row affected.
      assertEquals(
          "00010131010101" + "31" + "01",
          HexFormat.of().formatHex(socket.getInputStream().readNBytes(9)));
      socket.getOutputStream().write(hex("04"));
      assertEquals(4, socket.getInputStream().read());
    }
  }

  @Test
  public void anUnknownVariantAndALyingLengthGetAnErrorAndAClose() throws Exception {
    for (String bad :
        List.of(
            "04 09",
            "04 00 fd ff ff ff ff ff ff ff ff",
            "04 00 fc 00 00 00 7f",
            "04 00 02 c3 28")) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(hex(bad));
        socket.shutdownOutput();
        byte[] answer = rest(socket);
        assertEquals(bad, 4, answer[0]);
        assertTrue(bad + ": no Error behind the Pong", answer.length > 2);
        assertEquals(bad, 3, answer[1]);
      }
    }
    serves();
  }

  @Test
  public void aTlsHelloOnAPlainListenerIsToldAndClosed() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(hex("16 03 01 00 05 01 00 00 01 03"));
      String answer = new String(rest(socket), StandardCharsets.UTF_8);
      assertTrue(answer, answer.contains("TLS"));
    }
    serves();
  }

  @Test
  public void aThousandPipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (Socket socket = connect()) {
      ByteArrayOutputStream requests = new ByteArrayOutputStream();
      for (int i = 0; i < 1_000; i++) {
        requests.write(hex(i % 2 == 0 ? "04" : "02"));
      }
      socket.getOutputStream().write(requests.toByteArray());
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 1_000; i++) {
        int variant = in.read();
        assertEquals("answer " + i, i % 2 == 0 ? 4 : 3, variant);
        if (variant == 3) {
          in.readNBytes(in.read());
        }
      }
    }
  }

  @Test
  public void aClientThatNeverReadsABigResultHoldsNoDatabaseConnection() throws Exception {
    String sql = "SELECT REPEAT('x', 1000) FROM SYSTEM_RANGE(1, 200000)";
    try (Socket deaf = connect()) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.write(0);
      request.write(sql.length());
      request.write(sql.getBytes(StandardCharsets.US_ASCII));
      deaf.getOutputStream().write(request.toByteArray());
      Await.until(
          "the result begins to go out and the connection is home",
          Duration.ofSeconds(60),
          () ->
              server.get("/api/v1/network/status").body().get("bytes_sent").asLong() > 0
                  && server.get("/api/v1/pools/main").body().get("active_connections").asInt() == 0
                  && deaf.getInputStream().available() > 0);
      serves();
    }
    serves();
  }
}
