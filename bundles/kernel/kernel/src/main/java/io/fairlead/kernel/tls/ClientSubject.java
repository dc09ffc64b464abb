package io.fairlead.kernel.tls;

import io.fairlead.kernel.error.Unauthenticated;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whose certificate it is: the common name of the subject, of which there has to be one. The whole
 * distinguished name would do for nobody: users are short words here.
 */
public final class ClientSubject {

  private static final int LONGEST = 128;

  private ClientSubject() {}

  /**
   * @param certificate one that TLS has verified
   * @throws Unauthenticated when the subject names nobody
   */
  public static String user(X509Certificate certificate) {
    List<Object> names = new ArrayList<>();
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        Attribute name = part.toAttributes().get("CN");
        if (name != null) {
          for (NamingEnumeration<?> all = name.getAll(); all.hasMore(); ) {
            names.add(all.next());
          }
        }
      }
    } catch (InvalidNameException e) {
      throw nobody("a subject that cannot be read");
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
    if (names.size() != 1 || !(names.get(0) instanceof String name)) {
      throw nobody(names.size() + " common names in its subject (expected: one, of text)");
    }
    if (name.isBlank()
        || name.length() > LONGEST
        || name.chars().anyMatch(Character::isISOControl)) {
      throw nobody(
          "a common name of "
              + name.length()
              + " characters (expected: 1 to "
              + LONGEST
              + ", none of control)");
    }
    return name;
  }

  private static Unauthenticated nobody(String what) {
    return new Unauthenticated("the client's certificate has " + what);
  }
}
