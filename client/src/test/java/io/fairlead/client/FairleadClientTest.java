package io.fairlead.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.client.FairleadClient.Request;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class FairleadClientTest {

  @Test
  public void pipelinedAnswersComeInOrder() throws IOException {
    try (FakeServer server = new FakeServer("040103", "04" + "0107" + "03046f6f7073");
        FairleadClient client = FairleadClient.connect(server.address())) {
      client.send(new Request.Ping());
      client.send(new Request.Begin());
      client.send(new Request.Rollback());
      assertThrows(IllegalStateException.class, client::ping);
      assertEquals("", client.receive());
      assertEquals(7L, client.receive());
      assertEquals("oops", assertThrows(ServerErrorException.class, client::receive).getMessage());
      assertThrows(IllegalStateException.class, client::receive);
    }
  }

  @Test
  public void aQueryGivesItsResult() throws IOException {
    try (FakeServer server =
            new FakeServer(FakeServer.query("SELECT 1"), "00010131010101" + "3101");
        FairleadClient client = FairleadClient.connect(server.address())) {
      QueryResult result = client.query("SELECT 1");
      assertEquals(List.of("1"), result.columns());
      assertEquals(List.of(List.of("1")), result.rows());
      assertEquals(1, result.rowsAffected());
    }
  }

  @Test
  public void rowsComeWhileTheAnswerIsUnderWay() throws IOException {
    try (FakeServer server =
            new FakeServer(
                FakeServer.query("x"), "00" + "010131" + "02" + "010141", "010142" + "02");
        FairleadClient client = FairleadClient.connect(server.address())) {
      List<String> seen = new ArrayList<>();
      long rows =
          client.query(
              "x",
              new RowHandler() {
                @Override
                public void columns(List<String> names) {}

                @Override
                public void row(List<String> values) {
                  seen.addAll(values);
                  server.sendSecond();
                }
              });
      assertEquals(List.of("A", "B"), seen);
      assertEquals(2, rows);
    }
  }

  @Test
  public void anErrorLeavesTheConnectionUsable() throws IOException {
    try (FakeServer server = new FakeServer("0204", "03046f6f7073" + "04");
        FairleadClient client = FairleadClient.connect(server.address())) {
      client.send(new Request.Commit());
      client.send(new Request.Ping());
      assertEquals("oops", assertThrows(ServerErrorException.class, client::receive).getMessage());
      assertEquals("", client.receive());
    }
  }

  @Test
  public void anAnswerToAnotherRequestEndsTheConnection() throws IOException {
    try (FakeServer server = new FakeServer("04", "02");
        FairleadClient client = FairleadClient.connect(server.address())) {
      assertTrue(
          assertThrows(ProtocolException.class, client::ping).getMessage().contains("variant 2"));
      assertThrows(IOException.class, client::ping);
    }
  }

  @Test
  public void halfASurrogatePairIsRefusedBeforeAnythingIsSent() throws IOException {
    try (FakeServer server = new FakeServer("04", "04");
        FairleadClient client = FairleadClient.connect(server.address())) {
      assertThrows(IllegalArgumentException.class, () -> client.query("SELECT '\uD83D'"));
      client.ping();
    }
  }

  @Test
  public void aResultBeyondTheLimitEndsTheConnection() throws IOException {
    Options small = new Options(Duration.ofSeconds(10), Duration.ZERO, 4);
    try (FakeServer server = new FakeServer(FakeServer.query("x"), "0001013101010131" + "01");
        FairleadClient client = FairleadClient.connect(server.address(), small)) {
      assertThrows(ProtocolException.class, () -> client.query("x"));
      assertThrows(IOException.class, client::ping);
    }
  }

  @Test
  public void aServerThatSaysNothingIsGivenUp() throws IOException {
    Options hasty = new Options(Duration.ofSeconds(10), Duration.ofMillis(1), 1 << 20);
    try (FakeServer server = new FakeServer("01", "");
        FairleadClient client = FairleadClient.connect(server.address(), hasty)) {
      assertThrows(SocketTimeoutException.class, client::begin);
    }
  }

  @Test
  public void aServerThatGoesIsSaid() throws IOException {
    // It closes as the request is not the one it waits for.
    try (FakeServer server = new FakeServer("04", "04");
        FairleadClient client = FairleadClient.connect(server.address())) {
      assertEquals(
          "the server closed the connection",
          assertThrows(EOFException.class, client::commit).getMessage());
    }
  }
}
