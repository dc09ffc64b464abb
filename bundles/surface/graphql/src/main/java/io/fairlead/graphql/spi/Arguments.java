package io.fairlead.graphql.spi;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a field was asked with. Null counts as not given, except inside {@link #object}. */
@ProviderType
public interface Arguments {

  /** Of a required {@code ID} or {@code String}. */
  String text(String name);

  Optional<String> optionalText(String name);

  Optional<Long> optionalNumber(String name);

  /** False when not given. */
  boolean flag(String name);

  /** An input object's fields, null where null was given; empty when there is no object. */
  Map<String, Object> object(String name);

  /** Puts something beside the answer, under {@code extensions}. */
  void extension(String name, Object value);
}
