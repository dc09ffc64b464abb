package io.fairlead.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;

/** For a test that runs inside of the server: where that serves HTTP, and as whom to ask it. */
final class OwnServer {

  private OwnServer() {}

  /** {@code http://127.0.0.1:PORT}. */
  static String base() throws IOException {
    Properties settings = new Properties();
    try (var in =
        Files.newInputStream(
            Path.of(System.getProperty("karaf.etc"), "org.apache.felix.http.cfg"))) {
      settings.load(in);
    }
    return "http://127.0.0.1:" + settings.getProperty("org.osgi.service.http.port");
  }

  /** The admin's {@code Authorization}; the server has to be ready. */
  static String authorization() throws IOException {
    String password =
        Files.readString(Path.of(System.getProperty("karaf.data"), "admin-password")).strip();
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
  }
}
