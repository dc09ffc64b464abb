/**
 * A plug-in's operations in the shell, beside REST and GraphQL.
 *
 * <p><b>What for.</b> A {@link io.fairlead.kernel.command.CommandSource} is an OSGi service. Each
 * of its commands is shown, completed, audited and printed as the server's own are; {@code watch}
 * repeats those that only look. <b>Who calls.</b> {@code commands} once, on the thread that brings
 * the service; a command's own function on the thread of a shell, several at a time, holding no
 * lock. <b>What it may block on.</b> What it does for REST and GraphQL: it keeps one shell waiting.
 * <b>When it goes.</b> Its commands go with it; one that runs ends as it would have. A command
 * whose name is taken is left out, and the plug-in report says so.
 *
 * <pre>{@code
 * @Override
 * public List<Command> commands() {
 *   return List.of(
 *       Command.look("notice", "What operators leave for each other", () -> notice()),
 *       Command.change("updateNotice", "Changes the notice", SCHEMA, patch -> update(patch)));
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package io.fairlead.kernel.command;
