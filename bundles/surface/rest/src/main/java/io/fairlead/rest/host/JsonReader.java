package io.fairlead.rest.host;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;

/** Bodies come to resources as maps: what a field means is said by the settings' schemas. */
final class JsonReader implements MessageBodyReader<Map<String, Object>> {

  private final Json json;

  JsonReader(Json json) {
    this.json = json;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Map.class;
  }

  @Override
  public Map<String, Object> readFrom(
      Class<Map<String, Object>> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    return json.read(in);
  }
}
