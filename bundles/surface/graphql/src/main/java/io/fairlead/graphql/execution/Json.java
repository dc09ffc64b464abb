package io.fairlead.graphql.execution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.kernel.error.Invalid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON in and out; only plain maps, lists and values, so that no plug-in's class is kept. */
public final class Json {

  private static final int DEEPEST = 64;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * @param what for the message: {@code body}, {@code variables}
   * @throws Invalid when it is no JSON object
   */
  public static Map<?, ?> object(String what, byte[] text) {
    try {
      if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (JsonProcessingException e) {
      throw new Invalid(what, "malformed: " + e.getOriginalMessage(), "a JSON object");
    } catch (IOException e) {
      throw new Invalid(what, "unreadable", "a JSON object");
    }
    throw new Invalid(what, "other JSON", "a JSON object");
  }

  public static Map<?, ?> object(String what, String text) {
    return object(what, text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is no JSON", e);
    }
  }

  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }
}
