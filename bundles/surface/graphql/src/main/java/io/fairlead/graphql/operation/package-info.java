/** One operation while it runs: who asked, how it fails, and what it streams. */
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.operation;
