package io.fairlead.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class SitesTest {

  private static boolean serves(String host) {
    return new Sites(List.of("Fairlead.Example.org", "10.0.0.9"), List.of())
        .serves(host, "192.168.7.5");
  }

  @Test
  public void servesItsAddressLoopbackAndTheNamesThatItWasGiven() {
    for (String host :
        List.of(
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:8080",
            "127.8.9.10",
            "[::1]:8080",
            "[0:0:0:0:0:0:0:1]",
            "192.168.7.5:8080",
            "fairlead.example.org:443",
            "10.0.0.9")) {
      assertTrue(host, serves(host));
    }
  }

  @Test
  public void servesNoNameThatNobodyGave() {
    for (String host :
        List.of(
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.fairlead.example.org",
            "fairlead.example.org.",
            "localhost.",
            "127.0.0.1@evil.example",
            "evil.example:80:127.0.0.1",
            "[::1].evil.example",
            "::1",
            "192.168.7.6",
            "0x7f.1",
            "999.0.0.1",
            "127.0.0.01",
            "2130706433",
            "[fe80::1%lo]")) {
      assertFalse(host, serves(host));
    }
  }

  @Test
  public void knowsItsOwnPagesByTheHostThatTheClientNamed() {
    assertTrue(Sites.isOwn("http://localhost:8080", "localhost:8080"));
    assertTrue(Sites.isOwn("https://LocalHost:8080", "localhost:8080"));
    assertTrue(Sites.isOwn("https://fairlead.example.org", "fairlead.example.org:443"));
    assertTrue(Sites.isOwn("http://fairlead.example.org:80", "fairlead.example.org"));
  }

  @Test
  public void takesNoOtherPageForItsOwn() {
    for (String origin :
        List.of(
            "null",
            "",
            "http://localhost",
            "http://localhost:80",
            "http://localhost:8081",
            "http://localhost:8080.evil.example",
            "http://evil.example#localhost:8080",
            "http://user@localhost:8080",
            "http://sub.localhost:8080",
            "http://localhost:8080/",
            "ftp://localhost:8080",
            "localhost:8080",
            "http://http://localhost:8080")) {
      assertFalse(origin, Sites.isOwn(origin, "localhost:8080"));
    }
    assertFalse(Sites.isOwn("http://null", null));
    assertFalse("another port of TLS", Sites.isOwn("https://h:80", "h"));
  }

  @Test
  public void allowsTheOriginsThatItWasGivenWhole() {
    Sites open = new Sites(List.of(), List.of("https://console.example.org"));
    assertTrue(open.isOpen());
    assertTrue(open.allows("https://Console.example.org"));
    for (String origin :
        List.of(
            "http://console.example.org",
            "https://console.example.org:8443",
            "https://a.console.example.org",
            "https://console.example.org.evil.example",
            "*",
            "null")) {
      assertFalse(origin, open.allows(origin));
    }
    assertFalse(open.allows(null));
    assertEquals(false, Sites.OWN.isOpen());
  }
}
