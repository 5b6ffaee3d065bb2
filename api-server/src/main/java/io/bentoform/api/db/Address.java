package io.bentoform.api.db;

import io.bentoform.api.crypto.Hidden;

/**
 * The address of a MariaDB server.
 *
 * @param url a JDBC address, {@code jdbc:mariadb://host:port/database}, without credentials
 * @param embedded whether only this server uses the database
 */
public record Address(String url, String user, Hidden password, boolean embedded) {}
