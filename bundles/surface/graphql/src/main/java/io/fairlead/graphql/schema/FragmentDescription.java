package io.fairlead.graphql.schema;

import io.fairlead.graphql.schema.RootField.Kind;
import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Resolver;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes down what one fragment says, and checks it by itself. */
final class FragmentDescription implements FragmentBuilder {

  private static final List<String> SCALARS =
      List.of("ID", "String", "Int", "Float", "Boolean", "BigInt", "DateTime", "JSON");

  private final String owner;
  private final LiveSources live;
  private final RecordTypes records;
  private final Map<String, RootField> roots = new LinkedHashMap<>();
  private final Map<String, Shape.Input> inputs = new LinkedHashMap<>();

  /** Makes a stream of a resolver. */
  @FunctionalInterface
  interface LiveSources {
    Source of(Resolver resolver, Function<Object, Object> difference);
  }

  private FragmentDescription(String owner, LiveSources live) {
    this.owner = owner;
    this.live = live;
    this.records = new RecordTypes(owner);
  }

  /**
   * @throws RejectedFragmentException when it is broken
   */
  static FragmentModel of(GraphqlFragment fragment, LiveSources live) {
    String owner = fragment.getClass().getName();
    FragmentDescription description = new FragmentDescription(owner, live);
    try {
      fragment.describe(description);
      return description.model();
    } catch (RejectedFragmentException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new RejectedFragmentException(
          owner, "describe failed with " + e, "describe only describes");
    }
  }

  @Override
  public FragmentBuilder type(
      Class<? extends Record> source, String name, Map<String, String> renamed) {
    records.rule(source, name, renamed);
    return this;
  }

  @Override
  public FragmentBuilder query(
      String name, Shape result, String description, Resolver resolver, Argument... arguments) {
    return add(Kind.QUERY, name, result, description, resolver, null, arguments);
  }

  @Override
  public FragmentBuilder mutation(
      String name, Shape result, String description, Resolver resolver, Argument... arguments) {
    return add(Kind.MUTATION, name, result, description, resolver, null, arguments);
  }

  @Override
  public FragmentBuilder subscription(
      String name, Shape result, String description, Source source, Argument... arguments) {
    return add(Kind.SUBSCRIPTION, name, result, description, null, source, arguments);
  }

  @Override
  public FragmentBuilder live(
      String name,
      Shape result,
      String description,
      Resolver resolver,
      Function<Object, Object> difference,
      Argument... arguments) {
    return subscription(name, result, description, live.of(resolver, difference), arguments);
  }

  private FragmentBuilder add(
      Kind kind,
      String name,
      Shape result,
      String description,
      @Nullable Resolver resolver,
      @Nullable Source source,
      Argument... arguments) {
    String place = kind.typeName() + "." + name;
    GraphqlNames.checkField(name, owner, place);
    for (Argument argument : arguments) {
      GraphqlNames.checkField(argument.name(), owner, place);
      checkInput(argument.shape(), place + "(" + argument.name() + ")");
    }
    RootField field =
        new RootField(kind, name, result, description, List.of(arguments), resolver, source);
    if (roots.putIfAbsent(name, field) != null) {
      throw new RejectedFragmentException(
          owner, place + " is described twice", "a field's name is given once");
    }
    return this;
  }

  private void checkInput(Shape shape, String place) {
    if (shape instanceof Shape.Required required) {
      checkInput(required.shape(), place);
    } else if (shape instanceof Shape.ListOf list) {
      checkInput(list.element(), place);
    } else if (shape instanceof Shape.Input input) {
      GraphqlNames.checkType(input.name(), owner, place);
      Shape.Input known = inputs.putIfAbsent(input.name(), input);
      if (known != null && !known.equals(input)) {
        throw new RejectedFragmentException(
            owner,
            place + ": input " + input.name() + " is described in two ways",
            "an input has one form");
      }
      if (known == null) {
        for (Argument field : input.fields()) {
          GraphqlNames.checkField(field.name(), owner, place);
          checkInput(field.shape(), place + "." + field.name());
        }
      }
    } else if (!(shape instanceof Shape.Named named && SCALARS.contains(named.name()))) {
      throw new RejectedFragmentException(
          owner,
          place + ": " + shape + " cannot come in",
          "an argument is a scalar, an input or a list of them");
    }
  }

  private FragmentModel model() {
    List<RootField> resolved = new ArrayList<>();
    for (RootField root : roots.values()) {
      checkOutput(root.result(), root.kind().typeName() + "." + root.name());
      resolved.add(
          new RootField(
              root.kind(),
              root.name(),
              records.resolve(root.result()),
              root.description(),
              root.arguments(),
              root.resolver(),
              root.source()));
    }
    for (String name : inputs.keySet()) {
      if (records.types().containsKey(name)) {
        throw new RejectedFragmentException(
            owner, name + " is an input and a result", "a type is one of the two");
      }
    }
    return new FragmentModel(owner, resolved, records.types(), inputs);
  }

  private void checkOutput(Shape shape, String place) {
    if (shape instanceof Shape.Required required) {
      checkOutput(required.shape(), place);
    } else if (shape instanceof Shape.ListOf list) {
      checkOutput(list.element(), place);
    } else if (shape instanceof Shape.Input
        || shape instanceof Shape.Named named && !SCALARS.contains(named.name())) {
      throw new RejectedFragmentException(
          owner,
          place + ": " + shape + " cannot go out",
          "a result is a scalar, a record or a list of them");
    }
  }
}
