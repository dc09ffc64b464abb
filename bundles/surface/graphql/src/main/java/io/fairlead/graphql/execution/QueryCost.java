package io.fairlead.graphql.execution;

import graphql.introspection.Introspection;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.fairlead.graphql.operation.Limits;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation would cost, before anything of it is validated or run. Each fragment is looked
 * at once, however often it is spread, so that a text which grows without bound when it is expanded
 * is refused in the time it takes to read it.
 *
 * <p>Every field costs 1, what is below a list {@value #LIST_WEIGHT} times as much. Introspection
 * is free, as the library bounds it by itself, but counts for depth and size.
 */
final class QueryCost {

  private static final int LIST_WEIGHT = 5;
  private static final long CEILING = 1L << 40;

  private final GraphQLSchema schema;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, Cost> known = new HashMap<>();

  /** Of a selection set. */
  private record Cost(int depth, long complexity, long fields) {
    static final Cost NONE = new Cost(0, 0, 0);

    Cost plus(Cost other) {
      return new Cost(
          Math.max(depth, other.depth),
          Math.min(CEILING, complexity + other.complexity),
          Math.min(CEILING, fields + other.fields));
    }
  }

  private QueryCost(GraphQLSchema schema, Document document) {
    this.schema = schema;
    document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(f -> fragments.put(f.getName(), f));
  }

  /**
   * @throws Invalid naming each limit that is passed
   */
  static void check(
      GraphQLSchema schema, Document document, OperationDefinition operation, Limits.Query most) {
    QueryCost cost = new QueryCost(schema, document);
    Cost sum = cost.of(operation.getSelectionSet(), cost.rootOf(operation));
    List<Fault> faults = new ArrayList<>();
    compare("depth", sum.depth(), most.depth(), faults);
    compare("fields", sum.fields(), most.fields(), faults);
    compare("complexity", sum.complexity(), most.complexity(), faults);
    if (!faults.isEmpty()) {
      throw new Invalid(faults);
    }
  }

  private static void compare(String what, long value, long most, List<Fault> faults) {
    if (value > most) {
      faults.add(new Fault(what, Long.toString(value), "<= " + most));
    }
  }

  private @Nullable GraphQLType rootOf(OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  private Cost of(@Nullable SelectionSet selections, @Nullable GraphQLType parent) {
    Cost sum = Cost.NONE;
    if (selections != null) {
      for (Selection<?> selection : selections.getSelections()) {
        sum = sum.plus(of(selection, parent));
      }
    }
    return sum;
  }

  private Cost of(Selection<?> selection, @Nullable GraphQLType parent) {
    if (selection instanceof Field field) {
      return ofField(field, parent);
    }
    if (selection instanceof InlineFragment inline) {
      return of(
          inline.getSelectionSet(),
          inline.getTypeCondition() == null
              ? parent
              : schema.getType(inline.getTypeCondition().getName()));
    }
    return selection instanceof FragmentSpread spread ? ofFragment(spread.getName()) : Cost.NONE;
  }

  private Cost ofFragment(String name) {
    Cost cost = known.get(name);
    FragmentDefinition fragment = fragments.get(name);
    if (cost == null && fragment != null) {
      // A fragment that spreads itself is refused by validation.
      known.put(name, Cost.NONE);
      cost = of(fragment.getSelectionSet(), schema.getType(fragment.getTypeCondition().getName()));
      known.put(name, cost);
    }
    return cost == null ? Cost.NONE : cost;
  }

  private Cost ofField(Field field, @Nullable GraphQLType parent) {
    GraphQLFieldDefinition definition = definition(field, parent);
    GraphQLType type = definition == null ? null : definition.getType();
    Cost below = of(field.getSelectionSet(), type == null ? null : GraphQLTypeUtil.unwrapAll(type));
    boolean list = type != null && GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
    boolean free =
        field.getName().startsWith("__")
            || parent instanceof GraphQLFieldsContainer container
                && container.getName().startsWith("__");
    long complexity = free ? 0 : 1 + below.complexity() * (list ? LIST_WEIGHT : 1);
    return new Cost(below.depth() + 1, Math.min(CEILING, complexity), below.fields() + 1);
  }

  private @Nullable GraphQLFieldDefinition definition(Field field, @Nullable GraphQLType parent) {
    if (Introspection.SchemaMetaFieldDef.getName().equals(field.getName())) {
      return schema.getIntrospectionSchemaFieldDefinition();
    }
    if (Introspection.TypeMetaFieldDef.getName().equals(field.getName())) {
      return schema.getIntrospectionTypeFieldDefinition();
    }
    return parent instanceof GraphQLFieldsContainer container
        ? container.getFieldDefinition(field.getName())
        : null;
  }
}
