package io.fairlead.kernel;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A framework like that of the distribution, for a test; bundles are those of the class path. */
public final class TestFramework extends ExternalResource {

  private final TemporaryFolder folder;
  private final Map<String, String> configuration = new HashMap<>();
  private Framework framework;

  public TestFramework(TemporaryFolder folder) {
    this.folder = folder;
  }

  @Override
  protected void before() throws Throwable {
    configuration.put(Constants.FRAMEWORK_STORAGE, folder.newFolder("bundles").toString());
    configuration.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6.1");
    configuration.put("felix.bootdelegation.implicit", "false");
    configuration.put("felix.cache.locking", "false");
    // File Install 3.7.4, watching as in the distribution, only more often.
    configuration.put("felix.fileinstall.dir", Files.createDirectories(etc()).toString());
    configuration.put("felix.fileinstall.tmpdir", folder.newFolder("generated").toString());
    configuration.put("felix.fileinstall.filter", ".*\\.(cfg|config)");
    configuration.put("felix.fileinstall.poll", "50");
    configuration.put("felix.fileinstall.enableConfigSave", "false");
    configuration.put("felix.fileinstall.log.level", "0");
    framework = new FrameworkFactory().newFramework(configuration);
    framework.start();
  }

  @Override
  protected void after() {
    try {
      framework.stop();
      framework.waitForStop(30_000);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public Framework framework() {
    return framework;
  }

  public BundleContext context() {
    return framework.getBundleContext();
  }

  public Path etc() {
    return folder.getRoot().toPath().resolve("etc");
  }

  /** Starts a bundle of the class path. */
  public Bundle start(String artifact) throws BundleException {
    File jar =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .filter(f -> f.getName().startsWith(artifact + "-"))
            .findFirst()
            .orElseThrow();
    Bundle bundle = context().installBundle(jar.toURI().toString());
    bundle.start();
    return bundle;
  }

  /** Installs a bundle with nothing in it. */
  public Bundle installEmpty(String symbolicName, String location)
      throws IOException, BundleException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
    headers.putValue(Constants.BUNDLE_VERSION, "1.2.3");
    Path jar = folder.newFile().toPath();
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return context().installBundle(location, Files.newInputStream(jar));
  }
}
