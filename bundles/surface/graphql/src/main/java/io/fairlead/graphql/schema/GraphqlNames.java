package io.fairlead.graphql.schema;

import java.util.Set;
import java.util.regex.Pattern;

/** What names may look like. */
final class GraphqlNames {

  private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z0-9]{0,99}");
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]{0,99}");
  private static final Set<String> TAKEN =
      Set.of(
          "Query",
          "Mutation",
          "Subscription",
          "ID",
          "String",
          "Int",
          "Float",
          "Boolean",
          "BigInt",
          "DateTime",
          "JSON");

  private GraphqlNames() {}

  static String checkField(String name, String owner, String place) {
    if (!FIELD.matcher(name).matches()) {
      throw new RejectedFragmentException(
          owner, place + ": \"" + name + "\" is no field's name", FIELD.pattern());
    }
    return name;
  }

  static String checkType(String name, String owner, String place) {
    if (!TYPE.matcher(name).matches() || TAKEN.contains(name)) {
      throw new RejectedFragmentException(
          owner,
          place + ": \"" + name + "\" is no type's name",
          TYPE + ", and none that the schema has itself");
    }
    return name;
  }
}
