package io.fairlead.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.ops4j.pax.exam.Option;

/** The built distribution under Pax Exam: the test runs inside the server. */
final class Exam {

  private Exam() {}

  /**
   * Sees only what the distribution brings and what Pax Exam needs, never a developer's repository;
   * on ports of its own.
   */
  static Option distribution() {
    return composite(
        karafDistributionConfiguration()
            .frameworkUrl(new File(property("fairlead.distribution")).toURI().toString())
            .karafVersion(property("karaf.version"))
            .useDeployFolder(false)
            .runEmbedded(false)
            .unpackDirectory(new File(property("unpack.dir"))),
        configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
        systemTimeout(90_000),
        editConfigurationFilePut(
            "etc/org.ops4j.pax.url.mvn.cfg",
            "org.ops4j.pax.url.mvn.localRepository",
            property("exam.repository")),
        editConfigurationFilePut(
            "etc/org.apache.felix.http.cfg",
            "org.osgi.service.http.port",
            String.valueOf(freePort())),
        editConfigurationFilePut(
            "etc/io.fairlead.listener-native.cfg", "port", String.valueOf(freePort())));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("system property " + name + " is not set; the build sets it");
    }
    return value;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
