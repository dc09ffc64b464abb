package io.fairlead.kernel.tls;

/** Whether clients show a certificate of their own. */
public enum ClientAuth {
  /** They are not asked. */
  NONE,
  /** They are asked; who has one is who it says, others are let in as without. */
  OPTIONAL,
  /** Who has none does not get past the handshake. */
  REQUIRED;

  /** As it stands in a file. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static ClientAuth of(String text) {
    return valueOf(text.toUpperCase(java.util.Locale.ROOT));
  }
}
