package io.fairlead.kernel.runtime;

import io.fairlead.kernel.instance.Ids;
import io.fairlead.kernel.instance.Instance;
import io.fairlead.kernel.store.LocalFiles;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** {@link IdBlocks} in {@code data/ids/}, with a thread that lives only while there is work. */
@Component(service = Ids.class)
public final class IdsComponent implements Ids {

  private final ThreadPoolExecutor ahead =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          NamedThreads.of("ids"),
          // A number that is not reserved ahead is reserved when it is needed.
          new ThreadPoolExecutor.DiscardPolicy());

  private final IdBlocks ids;

  @Activate
  public IdsComponent(@Reference Instance instance) {
    ahead.allowCoreThreadTimeOut(true);
    ids = new IdBlocks(instance.data().resolve("ids"), new LocalFiles(), ahead);
  }

  @Override
  public long next(String sequence) {
    return ids.next(sequence);
  }

  @Deactivate
  void close() throws InterruptedException {
    ahead.shutdown();
    ahead.awaitTermination(5, TimeUnit.SECONDS);
  }
}
