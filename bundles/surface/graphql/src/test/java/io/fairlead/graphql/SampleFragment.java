package io.fairlead.graphql;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.Arguments;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.Shape;
import io.fairlead.graphql.spi.Sink;
import io.fairlead.kernel.error.Conflict;
import io.fairlead.kernel.error.Fault;
import io.fairlead.kernel.error.Invalid;
import io.fairlead.kernel.error.NotFound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One field of each kind. */
final class SampleFragment implements GraphqlFragment {

  /** Everything a record may hold. */
  public record Item(
      String itemId,
      int small,
      long large,
      double share,
      boolean flag,
      Instant at,
      long ageSecs,
      long waitMs,
      @Nullable String note,
      List<String> tags,
      Map<String, String> more,
      @Nullable Item inner) {}

  static final Item ITEM =
      new Item(
          "7",
          1,
          9_007_199_254_740_993L,
          0.5,
          true,
          Instant.parse("2030-01-02T03:04:05Z"),
          60,
          5,
          null,
          List.of("a", "b"),
          Map.of("k", "v"),
          null);

  final AtomicInteger changed = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final BlockingQueue<Sink> sinks = new LinkedBlockingQueue<>();
  volatile Item live = ITEM;

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .type(Item.class, "Thing", Map.of("note", "remark"))
        .query("item", Shape.of(Item.class), "", this::item, Argument.of("id", Shape.ID.required()))
        .query("items", Shape.of(Item.class).list().required(), "", a -> List.of(ITEM, ITEM))
        .query(
            "echo",
            Shape.JSON,
            "",
            a -> a.object("value"),
            Argument.of("value", Shape.JSON),
            Argument.of("big", Shape.BIG_INT))
        .query(
            "boom",
            Shape.STRING,
            "",
            a -> {
              throw new IllegalStateException("io.secret.Inside");
            })
        .mutation(
            "change",
            Shape.INT.required(),
            "",
            a -> {
              a.extension("note", "changed");
              return changed.addAndGet(a.optionalNumber("by").orElse(1L).intValue());
            },
            Argument.of("by", Shape.INT))
        .mutation("fail", Shape.STRING, "", this::fail, Argument.of("how", Shape.STRING.required()))
        .subscription(
            "events",
            Shape.of(Item.class).required(),
            "",
            (arguments, sink) -> {
              open.incrementAndGet();
              sinks.add(sink);
              return open::decrementAndGet;
            })
        .subscription(
            "missing",
            Shape.STRING,
            "",
            (arguments, sink) -> {
              throw new NotFound("nothing to subscribe to");
            })
        .live("liveItem", Shape.of(Item.class).required(), "", a -> live, Function.identity());
  }

  private @Nullable Object item(Arguments arguments) {
    if (!arguments.text("id").equals("7")) {
      throw new NotFound("item " + arguments.text("id"));
    }
    return ITEM;
  }

  private Object fail(Arguments arguments) {
    throw switch (arguments.text("how")) {
      case "invalid" ->
          new Invalid(
              List.of(new Fault("min_size", "0", ">= 1"), new Fault("max_size", "x", "a number")));
      case "conflict" -> new Conflict("taken");
      default -> new NotFound("nothing");
    };
  }
}
