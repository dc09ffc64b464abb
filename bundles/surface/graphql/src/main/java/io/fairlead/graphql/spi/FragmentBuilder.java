package io.fairlead.graphql.spi;

import java.util.Map;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes a fragment's description. A field's name is that of the REST operation that does the same,
 * and is what {@code Access} is asked about.
 */
@ProviderType
public interface FragmentBuilder {

  /**
   * Names the type of a record, and those of its components whose GraphQL name is another than
   * their own. A record without such a rule has its simple name.
   *
   * @param renamed component to field
   */
  FragmentBuilder type(Class<? extends Record> source, String name, Map<String, String> renamed);

  /** As {@link #type(Class, String, Map)}, every component by its own name. */
  default FragmentBuilder type(Class<? extends Record> source, String name) {
    return type(source, name, Map.of());
  }

  /** A field that changes nothing. When its result may be null, NotFound is null. */
  FragmentBuilder query(
      String name, Shape result, String description, Resolver resolver, Argument... arguments);

  /** A field that acts. Several in one request are done one after the other. */
  FragmentBuilder mutation(
      String name, Shape result, String description, Resolver resolver, Argument... arguments);

  /** A stream of values. */
  FragmentBuilder subscription(
      String name, Shape result, String description, Source source, Argument... arguments);

  /**
   * A stream of what a resolver says: its present value at once, then, looked at once a second
   * while somebody is subscribed, each one that differs.
   *
   * @param difference what of a value counts as a difference when it changes
   */
  FragmentBuilder live(
      String name,
      Shape result,
      String description,
      Resolver resolver,
      Function<Object, Object> difference,
      Argument... arguments);
}
