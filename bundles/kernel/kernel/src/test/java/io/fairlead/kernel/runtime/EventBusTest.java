package io.fairlead.kernel.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.TestFramework;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.typedevent.TypedEventBus;
import org.osgi.service.typedevent.TypedEventHandler;

public class EventBusTest {

  record Opened(int port) {}

  record Closed(int port) {}

  private abstract static class Handler<T> implements TypedEventHandler<T> {
    @Override
    public void notify(String topic, T event) {}
  }

  private static final class OnOpened implements Comparable<OnOpened>, TypedEventHandler<Opened> {
    @Override
    public void notify(String topic, Opened event) {}

    @Override
    public int compareTo(OnOpened other) {
      return 0;
    }
  }

  private static final class Generic extends Handler<Opened> {}

  private final TemporaryFolder folder = new TemporaryFolder();
  private final TestFramework osgi = new TestFramework(folder);
  @Rule public final RuleChain rules = RuleChain.outerRule(folder).around(osgi);

  @Test
  public void onlyWhatSomebodyListensToIsHeard() {
    EventBusComponent events = new EventBusComponent(osgi.context());
    assertFalse(events.heard(Opened.class));
    ServiceRegistration<?> one = register(new OnOpened(), Map.of());
    ServiceRegistration<?> two = register(new OnOpened(), Map.of());
    assertTrue(events.heard(Opened.class));
    assertFalse(events.heard(Closed.class));
    one.unregister();
    assertTrue(events.heard(Opened.class));
    two.unregister();
    assertFalse(events.heard(Opened.class));
    TypedEventHandler<Closed> lambda = (topic, event) -> {};
    ServiceRegistration<?> told = register(lambda, Map.of("event.type", Closed.class.getName()));
    assertTrue(events.heard(Closed.class));
    assertFalse(events.heard(Opened.class));
    told.unregister();
    // Whose type cannot be told may want anything.
    register(lambda, Map.of());
    assertTrue(events.heard(Opened.class));
    events.close();
    assertFalse(events.heard(Opened.class));
  }

  @Test
  public void theTypeIsReadFromTheClass() {
    assertEquals(Opened.class, EventTypes.of(OnOpened.class));
    assertNull("a variable is no type", EventTypes.of(Generic.class.getSuperclass()));
  }

  @Test
  public void whatIsHeardIsDeliveredAndTheRestIsNot() throws Exception {
    EventBusComponent events = new EventBusComponent(osgi.context());
    List<Object> delivered = new ArrayList<>();
    register(new OnOpened(), Map.of());
    events.publish(new Opened(0));
    bus(
        events,
        event -> {
          delivered.add(event);
          if (event.equals(new Opened(2))) {
            throw new IllegalStateException("a bus that is going away");
          }
        });
    events.publish(new Opened(1));
    events.publish(new Closed(1));
    events.publish(new Opened(2));
    assertEquals(List.of(new Opened(1), new Opened(2)), delivered);
  }

  private static void bus(EventBusComponent events, Consumer<Object> deliver) throws Exception {
    var field = EventBusComponent.class.getDeclaredField("bus");
    field.setAccessible(true);
    field.set(
        events,
        Proxy.newProxyInstance(
            EventBusTest.class.getClassLoader(),
            new Class<?>[] {TypedEventBus.class},
            (proxy, method, arguments) -> {
              deliver.accept(arguments[0]);
              return null;
            }));
  }

  private ServiceRegistration<?> register(
      TypedEventHandler<?> handler, Map<String, Object> properties) {
    return osgi.context()
        .registerService(
            TypedEventHandler.class.getName(), handler, FrameworkUtil.asDictionary(properties));
  }
}
