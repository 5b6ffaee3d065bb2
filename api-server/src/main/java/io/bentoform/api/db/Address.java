package io.bentoform.api.db;

import io.bentoform.api.crypto.Hidden;

/**
 * Where a MariaDB answers.
 *
 * @param url a JDBC address, {@code jdbc:mariadb://host:port/database}, without credentials
 * @param embedded whether the database is this server's own: nobody else keeps anything in it
 */
public record Address(String url, String user, Hidden password, boolean embedded) {}
