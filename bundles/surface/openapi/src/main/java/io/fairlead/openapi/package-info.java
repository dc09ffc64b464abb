/** OpenAPI document. */
@org.jspecify.annotations.NullMarked
package io.fairlead.openapi;
