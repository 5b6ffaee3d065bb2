package io.bentoform.api.db;

/** The id of an installation, which the migrations create. */
public final class Installation {
  private Installation() {}

  /** The id of the installation whose database this is. */
  public static String id(Database database) {
    return database.read(
        execute ->
            execute
                .get("SELECT id FROM installation")
                .map(row -> Columns.text(row, "id"))
                .orElseThrow());
  }
}
