package io.fairlead.kernel.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.Test;

public class ClientNetworkTest {

  @Test
  public void anIpv6NetworkCountsAsOneAndAnIpv4AddressAsItself() throws Exception {
    assertEquals("192.0.2.1", ClientNetwork.of("192.0.2.1"));
    assertEquals(ClientNetwork.of("2001:db8:1:2::1"), ClientNetwork.of("[2001:db8:1:2:ff::9]"));
    assertNotEquals(ClientNetwork.of("2001:db8:1:2::1"), ClientNetwork.of("2001:db8:1:3::1"));
    InetAddress plain = InetAddress.getByName("192.0.2.1");
    assertEquals(plain, ClientNetwork.of(plain));
    assertEquals("mapped", "192.0.2.1", ClientNetwork.of("::ffff:192.0.2.1"));
  }

  @Test
  public void whatIsNoAddressIsLeftAsItIs() {
    for (String other : List.of("", "the shell", "a:b", ":", "::1::", "1:2")) {
      assertEquals(other, ClientNetwork.of(other));
    }
  }
}
