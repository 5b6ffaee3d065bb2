package io.bentoform.api;

import io.bentoform.api.crypto.KeyWrapper;
import io.bentoform.api.crypto.RootKey;
import io.bentoform.api.db.Database;
import io.bentoform.api.secret.DataKeys;
import java.time.Clock;

/**
 * The keys that seal values.
 *
 * @param rootKey wraps the data keys
 * @param location of the root key, for people
 * @param dataKeys of all organizations, open
 */
record ServerKeys(KeyWrapper rootKey, String location, DataKeys dataKeys) {
  private static final String ROOT_KEY_VARIABLE = "BENTOFORM_ROOT_KEY";

  /**
   * Opens the keys of a database.
   *
   * @throws io.bentoform.api.crypto.UnsealException when the root key is another one
   * @throws IllegalStateException with a message for users when the root key is missing
   */
  static ServerKeys open(Settings settings, Database database, Clock clock) {
    KeyWrapper rootKey = rootKey(settings, database);
    DataKeys dataKeys = new DataKeys(database, rootKey, clock);
    dataKeys.open();
    String location =
        settings.rootKey().isPresent()
            ? ROOT_KEY_VARIABLE
            : settings.rootKeyFile().toAbsolutePath().toString();
    return new ServerKeys(rootKey, location, dataKeys);
  }

  private static KeyWrapper rootKey(Settings settings, Database database) {
    if (settings.rootKey().isPresent()) {
      return RootKey.parse(settings.rootKey().get(), ROOT_KEY_VARIABLE);
    }
    // A new key could not open what the old one sealed.
    return DataKeys.exist(database)
        ? RootKey.read(settings.rootKeyFile())
        : RootKey.readOrCreate(settings.rootKeyFile());
  }
}
