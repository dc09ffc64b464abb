package io.fairlead.kernel.runtime;

import io.fairlead.kernel.error.Unavailable;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.store.DurableFiles;
import io.fairlead.kernel.store.LocalFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders that the framework was started with. */
@Component(service = Instance.class)
public final class InstanceComponent implements Instance {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceComponent.class);

  private final Path etc;
  private final Path data;
  private final byte[] key;
  private final Instant startedAt =
      ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  private final DurableFiles files = new DurableFiles(new LocalFiles());

  @Activate
  public InstanceComponent(BundleContext context) throws IOException {
    this(folder(context, "karaf.etc"), folder(context, "karaf.data"));
  }

  InstanceComponent(Path etc, Path data) throws IOException {
    this.etc = etc;
    this.data = data;
    LocalFiles local = new LocalFiles();
    local.createFolder(etc);
    local.createFolder(data);
    closeToOthers(etc);
    closeToOthers(data);
    this.key = new InstanceKey(local).at(data.resolve("instance.key"));
  }

  @Override
  public Path etc() {
    return etc;
  }

  @Override
  public Path data() {
    return data;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public byte[] key() {
    return key.clone();
  }

  @Override
  public void writeDurably(Path file, byte[] content) {
    try {
      files.write(file, content);
    } catch (IOException e) {
      throw new Unavailable("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void closeToOthers(Path folder) {
    try {
      LocalFiles.closeToOthers(folder);
    } catch (IOException e) {
      // A mounted folder may be somebody else's, who then decides who reads it.
      LOG.warn("{}: others may be able to read it: {}", folder, e.toString());
    }
  }

  private static Path folder(BundleContext context, String property) {
    String path = context.getProperty(property);
    if (path == null) {
      throw new IllegalStateException(property + " is not set: where does this instance live?");
    }
    // In the form that File Install has: absolute, but nothing resolved.
    return new File(path).getAbsoluteFile().toPath();
  }
}
