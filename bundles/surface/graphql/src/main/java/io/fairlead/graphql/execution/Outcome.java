package io.fairlead.graphql.execution;

import graphql.ExecutionResult;
import io.fairlead.graphql.operation.EventBuffer;
import java.util.Map;
import org.reactivestreams.Publisher;

/** What an operation gives. */
public sealed interface Outcome {

  /** One answer: {@code data}, {@code errors}, {@code extensions}. */
  record Single(Map<String, Object> answer) implements Outcome {}

  /** Answers one after the other, each asked for. */
  record Many(Publisher<ExecutionResult> answers, EventBuffer buffer) implements Outcome {}
}
