package io.fairlead.http;

import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Forbidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sites that this server is, and those whose pages it serves. A browser adds credentials that
 * it remembers to whatever a page makes it send, so it has to be known whose page that is (RFC
 * 6454); and a page whose own name was made to point here is told from this server's by the name
 * alone, which is why no name is served that nobody gave.
 */
public final class Sites {

  /** This server by its address and as localhost, and no page from elsewhere. */
  public static final Sites OWN = new Sites(List.of(), List.of());

  private static final String SEEN = Sites.class.getName();
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BYTE = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");

  private final Set<String> names;
  private final Set<String> origins;

  /**
   * @param names under which the server is served besides, without a port
   * @param origins whose pages may ask: {@code https://console.example.org}
   */
  public Sites(List<String> names, List<String> origins) {
    this.names = lowerCase(names);
    this.origins = lowerCase(origins);
  }

  /**
   * Checks a request that no filter has seen yet. A servlet calls it first, so that it is closed to
   * other sites whatever stands in front of it.
   */
  public static void ensureSeen(HttpServletRequest request) {
    if (request.getAttribute(SEEN) == null) {
      OWN.check(request);
    }
  }

  /**
   * Checks whom the request is for and whose page it comes from.
   *
   * @throws HttpRefusal 421 for a host that is not this server
   * @throws Forbidden when it would change something, or open a WebSocket, for a page elsewhere
   */
  public void check(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host != null && !serves(host, request.getLocalAddr())) {
      throw new HttpRefusal(
          421,
          "MISDIRECTED",
          "Host: "
              + shown(host)
              + " is not this server (expected: localhost, its address, or one of host_names)");
    }
    if (!SAFE.contains(request.getMethod()) || isUpgrade(request)) {
      checkPage(request, host);
    }
    request.setAttribute(SEEN, true);
  }

  private void checkPage(HttpServletRequest request, @Nullable String host) {
    List<String> from = Collections.list(request.getHeaders("Origin"));
    if (from.size() > 1) {
      throw new Forbidden("Origin: given " + from.size() + " times (expected: once)");
    }
    String origin = from.isEmpty() ? null : from.get(0);
    if (allows(origin)) {
      return;
    }
    if (origin != null && !isOwn(origin, host)) {
      throw new Forbidden(
          "Origin: "
              + shown(origin)
              + " is not this server (expected: its own, or one of allowed_origins)");
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new Forbidden("Sec-Fetch-Site: only pages of this server may change anything");
    }
  }

  /** Whether pages of any other site may ask at all. */
  public boolean isOpen() {
    return !origins.isEmpty();
  }

  /** Whether pages from there may ask. */
  public boolean allows(@Nullable String origin) {
    return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** Whether a page that is not this server's sends it, as far as the browser says so. */
  public static boolean isForeign(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return Collections.list(request.getHeaders("Origin")).stream()
        .anyMatch(origin -> !isOwn(origin, host));
  }

  /** Whether a page from there came from this server, as the client names it. */
  static boolean isOwn(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    String from = origin.toLowerCase(Locale.ROOT);
    String to = host.toLowerCase(Locale.ROOT);
    return isOwn(from, "http://", ":80", to) || isOwn(from, "https://", ":443", to);
  }

  /**
   * Behind a proxy that ends TLS the scheme is not the one that arrives here; host and port are.
   */
  private static boolean isOwn(String origin, String scheme, String port, String host) {
    return origin.startsWith(scheme)
        && without(port, origin.substring(scheme.length())).equals(without(port, host));
  }

  private static String without(String port, String authority) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }

  /**
   * Whether a client that names this host means this server. An address is nobody's name: whoever
   * reaches the server by it was not led here by a name that is somebody else's.
   */
  boolean serves(String host, @Nullable String localAddress) {
    String name = nameOf(host.toLowerCase(Locale.ROOT));
    if (name.equals("localhost") || name.equals(localAddress) || names.contains(name)) {
      return true;
    }
    InetAddress address = literal(name);
    return address != null
        && (address.isLoopbackAddress()
            || localAddress != null && address.equals(literal(localAddress)));
  }

  /** Without the port, which a client may reach through a tunnel under another number. */
  private static String nameOf(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') && host.indexOf(':') >= 0
        ? host.substring(0, colon)
        : host;
  }

  /** An address that is written as one; no name is ever looked up. */
  private static @Nullable InetAddress literal(String text) {
    boolean six = IPV6.matcher(text).matches() || text.indexOf(':') >= 0 && isPlainIpv6(text);
    if (!six && !IPV4.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isPlainIpv6(String text) {
    return IPV6.matcher("[" + text + "]").matches();
  }

  private static boolean isUpgrade(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private static Set<String> lowerCase(List<String> texts) {
    return texts.stream()
        .map(text -> text.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String shown(String text) {
    return new Fault("", text, "").value();
  }
}
