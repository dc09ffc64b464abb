package io.fairlead.kernel.runtime;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.osgi.service.typedevent.TypedEventHandler;

/** Which events a handler's class is for. */
final class EventTypes {

  private EventTypes() {}

  /**
   * The type argument of {@link TypedEventHandler}; null when the class does not tell it, as a
   * lambda does not.
   */
  static @Nullable Class<?> of(Class<?> handler) {
    for (Class<?> type = handler; type != null; type = type.getSuperclass()) {
      for (Type implemented : type.getGenericInterfaces()) {
        if (implemented instanceof ParameterizedType parameterized
            && parameterized.getRawType() == TypedEventHandler.class
            && parameterized.getActualTypeArguments()[0] instanceof Class<?> event) {
          return event;
        }
      }
    }
    return null;
  }
}
