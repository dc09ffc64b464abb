/** The OpenAPI document of the resources that answer now, and pages that show it. */
@org.jspecify.annotations.NullMarked
package io.fairlead.openapi;
