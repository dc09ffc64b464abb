package io.fairlead.rest.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import io.fairlead.kernel.error.Invalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;

/**
 * JSON as all of REST has it: snake_case, times as RFC 3339 in UTC, nulls shown. Reading is strict:
 * one object, no key twice, nothing after it, not too deep.
 *
 * <p>Each set of resources has an instance of its own, since a mapper remembers the classes that it
 * has seen and would keep the class loaders of bundles that are gone; for the same reason the type
 * cache that all mappers share by default is not used.
 */
final class Json {

  static final int DEEPEST = 32;

  private final ObjectMapper mapper;

  Json() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    this.mapper =
        JsonMapper.builder(factory)
            .typeFactory(
                TypeFactory.defaultInstance()
                    .withCache(
                        (LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(16, 200)))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            // What is short goes out when the request is done, and no thread waits for the peer.
            .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();
  }

  /**
   * Reads one object.
   *
   * @throws Refused when it is not JSON
   * @throws Invalid when it is JSON, but no object
   */
  @SuppressWarnings("unchecked")
  Map<String, Object> read(InputStream in) throws IOException {
    try (JsonParser parser = mapper.createParser(in)) {
      Map<String, Object> object = mapper.readValue(parser, Map.class);
      if (object == null) {
        throw new Invalid("body", "null", "an object");
      }
      return object;
    } catch (StreamConstraintsException e) {
      throw Refused.notJson("nested deeper than " + DEEPEST + ", or a number or name too long");
    } catch (MismatchedInputException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Trailing token")) {
        throw Refused.notJson("something follows the object");
      }
      throw new Invalid("body", "something else", "an object");
    } catch (JsonProcessingException e) {
      throw Refused.notJson(
          "not readable"
              + (e.getLocation() == null
                  ? ""
                  : " at line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()));
    }
  }

  void write(OutputStream out, Object value) throws IOException {
    mapper.writeValue(out, value);
  }
}
