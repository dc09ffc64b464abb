package io.fairlead.pool.jdbc.sql;

/**
 * How a database writes what the lexer must not look into.
 *
 * @param dollarTags {@code $tag$ … $tag$} quotes; with false only {@code $$ … $$}
 * @param escapeStrings {@code E'…'} with backslash escapes
 * @param backslashDoubt whether a backslash in a plain string may be an escape, by a setting of the
 *     server
 * @param slashComments {@code // …} to the end of the line
 * @param foreignQuotes whether {@code `}, {@code [}, {@code #} may be quotes or comments, by
 *     product
 * @param mysql {@code `name`}, {@code # comment}, {@code --} only before a blank, comments that do
 *     not nest and ones that run ({@code /*! … *}{@code /}), {@code @@setting}, texts in double
 *     quotes and with backslash escapes; where the server's sql_mode can turn one of these round it
 *     is a doubt
 */
public record Syntax(
    boolean dollarTags,
    boolean escapeStrings,
    boolean backslashDoubt,
    boolean slashComments,
    boolean foreignQuotes,
    boolean mysql) {

  public static final Syntax POSTGRESQL = new Syntax(true, true, true, false, false, false);
  public static final Syntax H2 = new Syntax(false, false, false, true, true, false);
  public static final Syntax MARIADB = new Syntax(false, false, true, false, false, true);

  /** Of a database that we do not know: whatever may be one thing or another is a doubt. */
  public static final Syntax UNKNOWN = new Syntax(true, true, true, false, true, false);
}
