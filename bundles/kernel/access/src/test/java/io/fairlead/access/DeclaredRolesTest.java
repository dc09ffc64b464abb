package io.fairlead.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.fairlead.kernel.access.Access;
import io.fairlead.kernel.access.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

public class DeclaredRolesTest {

  private final FakeServices services = new FakeServices();

  @Test
  public void whatABundleDeclaresHoldsWhileItIsThere() {
    ServiceReference<?> early =
        FakeServices.service(
            Map.of(Access.VIEWER_PROPERTY, "notes", Access.OPERATOR_PROPERTY, "addNote"));
    services.present(early);
    DeclaredRoles roles = DeclaredRoles.of(services.context());
    assertEquals("viewer", roles.needed("notes"));
    assertEquals("operator", roles.needed("addNote"));
    assertEquals(Caller.ADMIN, roles.needed("dropNotes"));
    assertEquals(
        List.of("addNote", "notes"),
        Roles.views(roles.all()).get(1).operations().stream()
            .filter(o -> o.toLowerCase(java.util.Locale.ROOT).contains("note"))
            .toList());
    services.listener().serviceChanged(new ServiceEvent(ServiceEvent.UNREGISTERING, early));
    assertEquals(Caller.ADMIN, roles.needed("notes"));
    roles.close();
    assertNull(services.listener());
  }

  @Test
  public void whatTheProductDecidedNobodyDeclaresOtherwise() {
    DeclaredRoles roles = DeclaredRoles.of(services.context());
    services
        .listener()
        .serviceChanged(
            new ServiceEvent(
                ServiceEvent.REGISTERED,
                FakeServices.service(
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
    DeclaredRoles roles = DeclaredRoles.of(services.context());
    for (String property :
        Arrays.asList(Access.VIEWER_PROPERTY, Access.OPERATOR_PROPERTY, Access.VIEWER_PROPERTY)) {
      services
          .listener()
          .serviceChanged(
              new ServiceEvent(
                  ServiceEvent.REGISTERED,
                  FakeServices.service(Map.of(property, List.of("notes")))));
    }
    assertEquals("operator", roles.needed("notes"));
  }
}
