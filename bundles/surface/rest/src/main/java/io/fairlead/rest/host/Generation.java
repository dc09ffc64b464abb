package io.fairlead.rest.host;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * One set of resources, ready to serve. Requests are counted in and out, so that it can be thrown
 * away when it is no longer the present one and the last has gone.
 */
final class Generation {

  /** Set in {@link #requests} once nobody may enter any more. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final ServletContainer container;
  private final AtomicInteger requests = new AtomicInteger();

  private Generation(ServletContainer container) {
    this.container = container;
  }

  /**
   * Builds one aside; nobody sees it until it is ready.
   *
   * <p>Jersey looks for its own parts through the thread's loader. The API's delegate is given
   * outright: its own search does not see into bundles.
   */
  static Generation of(Supplier<ResourceConfig> resources, ServletConfig servlet)
      throws ServletException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ResourceConfig.class.getClassLoader());
    try {
      RuntimeDelegate.setInstance(Delegate.INSTANCE);
      ServletContainer container = new ServletContainer(resources.get());
      container.init(servlet);
      return new Generation(container);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Counts a request in; false when this one is closed and the present one has to be asked. */
  boolean enter() {
    int before = requests.getAndUpdate(n -> n < 0 ? n : n + 1);
    return before >= 0;
  }

  /** Serves a request that has been counted in, and counts it out. */
  void serve(URI base, URI uri, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    boolean goesOn = false;
    try {
      container.service(base, uri, request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Exit());
        goesOn = true;
      }
    } finally {
      if (!goesOn) {
        leave();
      }
    }
  }

  /** Lets nobody in any more, when nobody is in. */
  boolean close() {
    return requests.compareAndSet(0, CLOSED);
  }

  /** Lets nobody in any more, whoever is in. */
  void closeNow() {
    requests.set(CLOSED);
  }

  void destroy() {
    container.destroy();
  }

  private void leave() {
    requests.updateAndGet(n -> n < 0 ? n : n - 1);
  }

  private final class Exit implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // still the same request
    }
  }

  /** Made when the first one is built, with the thread's loader set. */
  private static final class Delegate {
    static final RuntimeDelegate INSTANCE = new RuntimeDelegateImpl();
  }
}
