package io.fairlead.kernel.config;

import java.util.Optional;

/**
 * What has become of a configuration.
 *
 * @param id which one
 * @param fileRevision the revision of what stands in the file; empty when there is no readable file
 * @param appliedRevision the revision that the component runs with; empty before the first
 * @param failure why the file's content is not in force; empty when it is
 */
public record ConfigState(
    ConfigId id,
    Optional<String> fileRevision,
    Optional<String> appliedRevision,
    Optional<String> failure) {

  /** Whether the component runs with what stands in the file. */
  public boolean applied() {
    return fileRevision.isPresent() && fileRevision.equals(appliedRevision);
  }
}
