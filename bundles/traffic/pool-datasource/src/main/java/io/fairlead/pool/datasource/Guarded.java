package io.fairlead.pool.datasource;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Wrapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of the driver's that may reach the database by itself: large objects, arrays, what is
 * asked about the database. Each of its calls goes through the loan. By reflection, as none of them
 * is called row by row.
 */
final class Guarded implements InvocationHandler {

  /** A type comes before what it extends. */
  private static final List<Class<?>> TYPES =
      List.of(
          NClob.class,
          Clob.class,
          Blob.class,
          Array.class,
          SQLXML.class,
          Ref.class,
          DatabaseMetaData.class,
          ParameterMetaData.class);

  private final Borrowed handle;
  private final Object target;

  private Guarded(Borrowed handle, Object target) {
    this.handle = handle;
    this.target = target;
  }

  /** The object itself where it is a mere value. */
  @SuppressWarnings("unchecked") // a proxy has the interface that the object was asked for by
  static <T> T of(Borrowed handle, T value) {
    if (value == null || value instanceof String || value instanceof Number || own(value)) {
      return value;
    }
    return (T) wrapped(handle, value);
  }

  private static Object wrapped(Borrowed handle, Object value) {
    if (value instanceof ResultSet set) {
      return new ResultSetHandle(handle, null, set);
    }
    if (value instanceof InputStream in) {
      return new GuardedInput(handle, in);
    }
    if (value instanceof OutputStream out) {
      return new GuardedOutput(handle, out);
    }
    if (value instanceof Reader reader) {
      return new GuardedReader(handle, reader);
    }
    if (value instanceof Writer writer) {
      return new GuardedWriter(handle, writer);
    }
    for (Class<?> type : TYPES) {
      if (type.isInstance(value)) {
        return Proxy.newProxyInstance(
            Guarded.class.getClassLoader(), new Class<?>[] {type}, new Guarded(handle, value));
      }
    }
    return value;
  }

  private static boolean own(Object value) {
    return value instanceof ResultSetHandle || handlerOf(value) != null;
  }

  private static @Nullable Guarded handlerOf(@Nullable Object value) {
    return value != null
            && Proxy.isProxyClass(value.getClass())
            && Proxy.getInvocationHandler(value) instanceof Guarded guarded
        ? guarded
        : null;
  }

  /** What a driver gets where it takes an object that it may have made itself. */
  @SuppressWarnings("unchecked") // the object has the interface that its proxy has
  static <T> T raw(T value) {
    if (value instanceof String || value instanceof Number) {
      return value;
    }
    Guarded guarded = handlerOf(value);
    return guarded == null ? value : (T) guarded.target;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    switch (method.getName()) {
      case "equals" -> {
        return args != null && raw(args[0]) == target;
      }
      case "hashCode" -> {
        return System.identityHashCode(target);
      }
      case "toString" -> {
        return target.toString();
      }
      case "free" -> {
        if (!handle.stands()) {
          return null; // it went with the connection
        }
      }
      default -> {}
    }
    if (method.getReturnType() == Connection.class) {
      handle.check();
      return handle;
    }
    if (target instanceof Wrapper wrapper && args != null && args[0] instanceof Class<?> type) {
      return method.getName().equals("unwrap")
          ? Unwrapping.of(handle, proxy, wrapper, type)
          : Unwrapping.possible(proxy, wrapper, type);
    }
    return handle.guarded(() -> call(method, args));
  }

  private @Nullable Object call(Method method, Object @Nullable [] args) throws SQLException {
    try {
      return method.invoke(target, raw(args));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof SQLException sql) {
        throw sql;
      }
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new SQLException(cause);
    } catch (IllegalAccessException e) {
      throw new SQLException(e);
    }
  }

  private static Object @Nullable [] raw(Object @Nullable [] args) {
    if (args == null) {
      return null;
    }
    Object[] result = args.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = raw(result[i]);
    }
    return result;
  }
}
