package io.fairlead.kernel.tls;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.kernel.error.Unauthenticated;
import java.util.List;
import org.junit.Test;

public class ClientSubjectTest {

  private final TestCertificates authority = TestCertificates.authority("CN=Test CA");

  @Test
  public void theCommonNameIsTheUser() {
    assertEquals("eve", ClientSubject.user(authority.client("CN=eve").certificate));
    assertEquals("eve", ClientSubject.user(authority.client("CN=eve,OU=Ops,O=X").certificate));
    assertEquals("eve", ClientSubject.user(authority.client("OU=Ops+CN=eve,O=X").certificate));
    assertEquals("a, b", ClientSubject.user(authority.client("CN=\"a, b\"").certificate));
  }

  @Test
  public void aSubjectThatNamesNobodyOrSeveralIsNobodys() {
    for (String subject :
        List.of("O=X", "CN=admin,CN=eve", "CN=\" \"", "CN=" + "x".repeat(129), "CN=a\\0Ab")) {
      Unauthenticated e =
          assertThrows(
              subject,
              Unauthenticated.class,
              () -> ClientSubject.user(authority.client(subject).certificate));
      assertTrue(e.getMessage(), e.getMessage().startsWith("the client's certificate has "));
    }
  }
}
