/**
 * Pool, embedded or external MariaDB, migrations, and transactions that are repeated after a
 * deadlock.
 */
@NullMarked
package io.bentoform.api.db;

import org.jspecify.annotations.NullMarked;
