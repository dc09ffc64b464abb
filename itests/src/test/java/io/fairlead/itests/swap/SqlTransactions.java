package io.fairlead.itests.swap;

import io.fairlead.client.FairleadClient;
import io.fairlead.client.ServerErrorException;
import io.fairlead.itests.swap.GoneException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Inserts a row a transaction, on connections that are kept, and knows how many there must be. */
public final class SqlTransactions {

  private final InetSocketAddress address;
  private final String table;
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong unsure = new AtomicLong();

  public SqlTransactions(InetSocketAddress address, String table) throws IOException {
    this.address = address;
    this.table = table;
    try (FairleadClient client = FairleadClient.connect(address)) {
      client.query("CREATE TABLE " + table + "(id BIGINT, note VARCHAR(40))");
    }
  }

  /** How many commits were answered. */
  public long committed() {
    return committed.get();
  }

  /** What there is wrong with the rows in the table: nothing, if it is as it should be. */
  public String difference() throws IOException {
    try (FairleadClient client = FairleadClient.connect(address)) {
      long rows =
          Long.parseLong(client.query("SELECT COUNT(*) FROM " + table).rows().get(0).get(0));
      return rows >= committed() && rows <= committed() + unsure.get()
          ? ""
          : rows + " rows after " + committed() + " commits and " + unsure + " that are not sure";
    }
  }

  public Client.Factory clients() {
    return () -> {
      FairleadClient client = FairleadClient.connect(address);
      return new Client() {
        @Override
        public void once() throws IOException, GoneException {
          transaction(client);
        }

        @Override
        public void close() throws IOException {
          client.close();
        }
      };
    };
  }

  private void transaction(FairleadClient client) throws IOException, GoneException {
    boolean committing = false;
    try {
      client.begin();
      client.query(
          "INSERT INTO " + table + " VALUES (" + System.nanoTime() + ", 'of a transaction')");
      committing = true;
      client.commit();
      committed.incrementAndGet();
    } catch (ServerErrorException e) {
      if (committing) {
        unsure.incrementAndGet();
      }
      rollback(client);
      throw new GoneException(Kind.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private static void rollback(FairleadClient client) throws IOException {
    try {
      client.rollback();
    } catch (ServerErrorException e) {
      // there is none to roll back
    }
  }

  /** Comes, asks, and goes: a session each. */
  public static Client.Factory visitors(InetSocketAddress address) {
    return () ->
        () -> {
          try (FairleadClient client = FairleadClient.connect(address)) {
            client.ping();
          }
        };
  }
}
