package io.bentoform.api;

import io.bentoform.api.db.TestDatabase;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** What several servers on one database share. Each has a folder of its own. */
public record ServerGroup(Path folder, TestDatabase database, String host)
    implements AutoCloseable {
  private static final String ROOT_KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /** On a database of its own. */
  public static ServerGroup in(Path folder, String host) {
    return new ServerGroup(folder, TestDatabase.in(folder.resolve("database")), host);
  }

  Path data(String name) {
    return folder.resolve(name);
  }

  /** Of each; this machine runs nothing. */
  String[] settings() {
    return new String[] {
      "--host", host, "--engine", "none", "--archive-store", folder.resolve("archives").toString()
    };
  }

  /** The environment of each. */
  Map<String, String> variables() {
    return Map.of(
        "BENTOFORM_DATABASE_URL",
        database.address().url(),
        "BENTOFORM_DATABASE_PASSWORD",
        database.address().password().reveal(),
        "BENTOFORM_ROOT_KEY",
        ROOT_KEY);
  }

  @Override
  public void close() {
    database.close();
  }
}
