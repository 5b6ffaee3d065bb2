package io.bentoform.api.bento.store;

/** The installation to which a store belongs, as it is recorded in the store. */
final class Owner {
  /** The file or object with its id. */
  static final String NAME = "installation.id";

  private Owner() {}

  /**
   * Checks that a store belongs to this installation.
   *
   * @throws IllegalStateException with both ids and the remedy when it does not
   */
  static void require(String recorded, String installation, String store) {
    if (!recorded.strip().equals(installation)) {
      throw new IllegalStateException(
          "The archive store %s belongs to the installation %s, but the database belongs to the installation %s. Start the server with an --archive-store and a --database-url that belong together. To use this store with this database anyway, write %3$s to %s in it: archives that the database does not reference are then removed."
              .formatted(store, recorded.strip(), installation, NAME));
    }
  }
}
