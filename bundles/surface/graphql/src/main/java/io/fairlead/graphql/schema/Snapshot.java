package io.fairlead.graphql.schema;

import graphql.GraphQL;
import graphql.schema.GraphQLSchema;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The schema at one time. An operation keeps the one that it began with.
 *
 * <p>It also remembers what was parsed and checked against it, as long as there is little of it.
 */
public final class Snapshot {

  private static final int REMEMBERED = 256;
  private static final int LONGEST_KEY = 8_192;

  private final GraphQL graphql;
  private final Set<FragmentModel> fragments;
  private final Function<FragmentModel, GraphQL> alone;
  private final Map<FragmentModel, GraphQL> streaming = new ConcurrentHashMap<>();
  private final Map<Object, Object> remembered = new ConcurrentHashMap<>();

  /**
   * @param alone makes the schema of one of them
   */
  Snapshot(GraphQL graphql, Set<FragmentModel> fragments, Function<FragmentModel, GraphQL> alone) {
    this.graphql = graphql;
    this.fragments = Set.copyOf(fragments);
    this.alone = alone;
  }

  public GraphQL graphql() {
    return graphql;
  }

  /**
   * What a subscription runs on: the schema of the fragment alone that offers its field. It lives
   * for as long as its subscriber wants, and would hold the code of every other bundle that was
   * there when it began.
   */
  public GraphQL graphqlOfSubscription(String field) {
    return fragments.stream()
        .filter(fragment -> fragment.subscribes(field))
        .findFirst()
        .map(fragment -> streaming.computeIfAbsent(fragment, alone))
        .orElse(graphql);
  }

  public GraphQLSchema schema() {
    return graphql.getGraphQLSchema();
  }

  Set<FragmentModel> fragments() {
    return fragments;
  }

  boolean holds(Object fragment) {
    return fragments.contains(fragment);
  }

  /**
   * What was made for this before, or else what is made now.
   *
   * @param length of the key, in characters; a long one is not remembered
   */
  public <T> T remember(Class<T> type, Object key, int length, Supplier<T> make) {
    Object known = remembered.get(key);
    if (type.isInstance(known)) {
      return type.cast(known);
    }
    T made = make.get();
    if (length <= LONGEST_KEY) {
      if (remembered.size() >= REMEMBERED) {
        remembered.clear();
      }
      remembered.put(key, made);
    }
    return made;
  }
}
