package io.fairlead.access;

import static org.junit.Assert.assertEquals;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

public class DeclaredRolesTest {

  private final Map<String, ServiceReference<?>> present = new HashMap<>();
  private ServiceListener listener;
  private final BundleContext context =
      proxy(
          BundleContext.class,
          (method, arguments) ->
              switch (method) {
                case "addServiceListener" -> {
                  listener = (ServiceListener) arguments[0];
                  yield null;
                }
                case "getAllServiceReferences" ->
                    present.values().toArray(new ServiceReference<?>[0]);
                case "removeServiceListener" -> {
                  listener = null;
                  yield null;
                }
                default -> throw new UnsupportedOperationException(method);
              });

  @Test
  public void whatABundleDeclaresHoldsWhileItIsThere() {
    ServiceReference<?> early =
        service(Map.of(Access.VIEWER_PROPERTY, "notes", Access.OPERATOR_PROPERTY, "addNote"));
    present.put("early", early);
    DeclaredRoles roles = DeclaredRoles.of(context);
    assertEquals("viewer", roles.needed("notes"));
    assertEquals("operator", roles.needed("addNote"));
    assertEquals(Caller.ADMIN, roles.needed("dropNotes"));
    assertEquals(
        List.of("addNote", "notes"),
        Roles.views(roles.all()).get(1).operations().stream()
            .filter(o -> o.toLowerCase(java.util.Locale.ROOT).contains("note"))
            .toList());
    listener.serviceChanged(new ServiceEvent(ServiceEvent.UNREGISTERING, early));
    assertEquals(Caller.ADMIN, roles.needed("notes"));
    roles.close();
    assertEquals(null, listener);
  }

  @Test
  public void whatTheProductDecidedNobodyDeclaresOtherwise() {
    DeclaredRoles roles = DeclaredRoles.of(context);
    listener.serviceChanged(
        new ServiceEvent(
            ServiceEvent.REGISTERED,
            service(
                Map.of(
                    Access.VIEWER_PROPERTY,
                    new String[] {"createUser", "killConnection", "createPool"}))));
    assertEquals(Caller.ADMIN, roles.needed("createUser"));
    assertEquals(Caller.ADMIN, roles.needed("createPool"));
    assertEquals("operator", roles.needed("killConnection"));
    assertEquals(Map.of(), roles.all());
  }

  @Test
  public void ofTwoDeclarationsTheStricterHolds() {
    DeclaredRoles roles = DeclaredRoles.of(context);
    for (String property :
        Arrays.asList(Access.VIEWER_PROPERTY, Access.OPERATOR_PROPERTY, Access.VIEWER_PROPERTY)) {
      listener.serviceChanged(
          new ServiceEvent(ServiceEvent.REGISTERED, service(Map.of(property, List.of("notes")))));
    }
    assertEquals("operator", roles.needed("notes"));
  }

  private static ServiceReference<?> service(Map<String, Object> properties) {
    Object identity = new Object();
    return proxy(
        ServiceReference.class,
        (method, arguments) ->
            switch (method) {
              case "getProperty" -> properties.get((String) arguments[0]);
              case "hashCode" -> identity.hashCode();
              case "compareTo" -> 0;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private interface Calls {
    Object call(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            DeclaredRolesTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getName().equals("equals")
                    ? (Object) (proxy == arguments[0])
                    : calls.call(method.getName(), arguments)));
  }
}
