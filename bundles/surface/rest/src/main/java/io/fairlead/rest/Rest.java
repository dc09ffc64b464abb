package io.fairlead.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a service as a JAX-RS resource below {@value #BASE}. The value is its name, unique among
 * resources: of two with one name the one with the higher ranking serves, which is also how a new
 * version takes over from the old one without a gap.
 */
@ComponentPropertyType
@Requirement(namespace = "osgi.implementation", name = "io.fairlead.rest", version = "1.0.0")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Rest {

  /** Makes the property {@value #PROPERTY} of the value. */
  String PREFIX_ = "fairlead.";

  /** The service property that holds the name. */
  String PROPERTY = "fairlead.rest";

  /** The path below which all resources answer. */
  String BASE = "/api/v1";

  String value();
}
