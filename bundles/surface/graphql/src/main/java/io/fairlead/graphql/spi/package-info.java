/**
 * How a bundle puts its part into the GraphQL schema.
 *
 * <p><em>What it is for.</em> A service of type {@link io.fairlead.graphql.spi.GraphqlFragment}
 * describes queries, mutations and subscriptions; the host makes one schema of all fragments and
 * serves it. Types of results follow from Java records, so the records that REST shows are the
 * types that GraphQL shows.
 *
 * <p><em>Who calls it on which thread.</em> {@code describe} is called once for each registration,
 * on the host's schema thread. Resolvers are called on the host's workers, several at a time; a
 * subscription's source is opened on one of them and calls its sink from any thread it likes.
 *
 * <p><em>What it may block on.</em> {@code describe} on nothing. A resolver for a second at most: a
 * whole operation has a deadline of ten. A sink never blocks: it keeps a bounded number of values
 * and loses the oldest.
 *
 * <p><em>What happens when it disappears.</em> Its fields leave the schema, operations that run end
 * on the schema that they began with, its subscriptions end with an error. A fragment that is
 * broken or contradicts an older one is left out, with a sentence that says why among the rejected
 * of {@code plugins}; the others stay.
 *
 * <p><em>The smallest example.</em>
 *
 * <pre>{@code
 * @Component
 * public final class HelloFragment implements GraphqlFragment {
 *   public void describe(FragmentBuilder fragment) {
 *     fragment.query("hello", Shape.STRING.required(), "Greets.", arguments -> "hello");
 *   }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.graphql.spi;
