package io.fairlead.pool.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;

/** Calls each method of a type on a closed object. */
final class EveryMethod {

  /** What JDBC says does nothing, or answers, on a closed object; or what no driver hears of. */
  private static final Set<String> HARMLESS =
      Set.of(
          "close",
          "isClosed",
          "isValid",
          "abort",
          "beginRequest",
          "endRequest",
          "setShardingKey",
          "setShardingKeyIfValid");

  private EveryMethod() {}

  /** Those that do not fail with 08003. */
  static List<String> notRefused(Class<?> type, Object closed) throws IllegalAccessException {
    List<String> result = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (HARMLESS.contains(method.getName())) {
        continue;
      }
      Object[] args = new Object[method.getParameterCount()];
      for (int i = 0; i < args.length; i++) {
        args[i] = value(method.getParameterTypes()[i]);
      }
      try {
        method.invoke(closed, args);
        result.add(method + " answered");
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof SQLException sql && "08003".equals(sql.getSQLState()))) {
          result.add(method + ": " + e.getCause());
        }
      }
    }
    return result;
  }

  private static Object value(Class<?> type) {
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == byte.class) {
      return (byte) 1;
    }
    if (type == short.class) {
      return (short) 1;
    }
    if (type == float.class) {
      return 1f;
    }
    if (type == double.class) {
      return 1d;
    }
    if (type == String.class) {
      return "SELECT 1";
    }
    if (type == Class.class) {
      return Connection.class == type ? type : java.util.List.class;
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == Properties.class) {
      return new Properties();
    }
    if (type == Executor.class) {
      return (Executor) Runnable::run;
    }
    return null;
  }
}
