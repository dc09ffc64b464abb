/**
 * MariaDB's driver is a bundle that offers no {@code DataSourceFactory}; this one offers it in its
 * place, for as long as the driver's bundle is started. Nothing of the driver is imported, so the
 * driver is replaced without this bundle.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.pool.jdbc.mariadb;
