package io.fairlead.pool.jdbc.start;

import static java.util.Map.entry;

import io.fairlead.kernel.config.ConfigId;
import io.fairlead.kernel.config.ConfigStore;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.instance.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pool {@code main} once in an instance's life. The mark that it was made is written
 * last, so that what was broken off is done again; and since the mark outlives the pool, one that
 * was deleted stays deleted.
 */
public final class FirstPool {

  static final ConfigId MAIN = ConfigId.of("io.fairlead.pool", "main");

  private static final Logger LOG = LoggerFactory.getLogger(FirstPool.class);

  private final Instance instance;
  private final ConfigStore store;
  private final Driver driver;

  public FirstPool(Instance instance, ConfigStore store, Driver driver) {
    this.instance = instance;
    this.store = store;
    this.driver = driver;
  }

  /** Whether it was made now. */
  public boolean make() throws SQLException, IOException {
    Path mark = instance.data().resolve("first-pool-made");
    if (Files.exists(mark)) {
      return false;
    }
    boolean made = false;
    if (store.get(MAIN).isEmpty()) {
      Path folder = instance.data().resolve("h2");
      String password = new EmbeddedDatabase(folder, driver, instance::writeDurably).make();
      made = create(password);
    }
    instance.writeDurably(mark, "main\n".getBytes(StandardCharsets.UTF_8));
    return made;
  }

  private boolean create(String password) {
    try {
      store.create(
          MAIN,
          Map.ofEntries(
              entry("driver", "org.h2.Driver"),
              entry("url", EmbeddedDatabase.url(place())),
              entry("username", EmbeddedDatabase.USER),
              entry("password", password),
              entry("schema", EmbeddedDatabase.SCHEMA),
              entry("min_connections", "2"),
              entry("initial_connections", "2"),
              entry("max_connections", "32"),
              // opening one is cheap here, and what a session leaves costs its connection
              entry("creation_throttle.per_second", "1000"),
              entry("creation_throttle.burst", "100"),
              entry("elastic.growth_per_second", "1000")));
      LOG.info("pool main: made on an embedded database in {}", instance.data().resolve("h2"));
      return true;
    } catch (Conflict e) {
      // somebody made it meanwhile: it is theirs
      return false;
    }
  }

  /** Relative where the process works in the instance's folder, so that the folder can move. */
  private String place() {
    Path here = Path.of("").toAbsolutePath().normalize();
    return instance.data().normalize().equals(here.resolve("data"))
        ? "./data/h2"
        : instance.data().resolve("h2").toString();
  }
}
