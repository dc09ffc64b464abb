package io.fairlead.graphql.spi;

/** The one rule between the surfaces: GraphQL's name is REST's in camelCase. */
public final class Names {

  private Names() {}

  /** {@code min_connections} to {@code minConnections}; dots stay. */
  public static String camel(String rest) {
    StringBuilder result = new StringBuilder(rest.length());
    boolean upper = false;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '_') {
        upper = !result.isEmpty();
      } else {
        result.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return result.toString();
  }
}
