package io.fairlead.itests;

import org.junit.AfterClass;
import org.junit.BeforeClass;

/**
 * Tests that share one server: it is ready before the first of the class and ends after the last.
 */
abstract class WithServer {

  static Server server;

  @BeforeClass
  public static void startServer() {
    server = Server.start();
  }

  @AfterClass
  public static void stopServer() {
    server.close();
  }
}
