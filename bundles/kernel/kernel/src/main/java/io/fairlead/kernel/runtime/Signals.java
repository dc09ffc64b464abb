package io.fairlead.kernel.runtime;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT as one, so that Ctrl-C drains as well and exits with 0; by itself the JVM
 * would end on SIGINT with 130 and stop nothing in order. Reached by reflection: {@code sun.misc}
 * is no package of a bundle, and a JVM without it does without this.
 */
final class Signals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final Map<Object, Object> before = new LinkedHashMap<>();

  private Signals() {}

  /** Calls {@code stop} on each signal, on a thread of the JVM's. */
  static Signals on(List<String> names, Runnable stop) {
    Signals signals = new Signals();
    try {
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> Signals.class.getName();
                  };
                }
                stop.run();
                return null;
              });
      for (String name : names) {
        Object signal =
            Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
        signals.before.put(signal, handle(signal, handler));
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn("signals are left to the JVM: {}", e.toString());
    }
    return signals;
  }

  /** Gives the signals back to those who had them. */
  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (ReflectiveOperationException e) {
            LOG.warn("{} stays ours: {}", signal, e.toString());
          }
        });
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), handlerType)
        .invoke(null, signal, handler);
  }
}
