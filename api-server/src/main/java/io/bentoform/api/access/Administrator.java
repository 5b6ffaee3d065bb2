package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The first user. Its token is in a file that only its owner can read; the file is created when it
 * is missing, and the token in it is the valid one.
 */
public final class Administrator {
  private final AccessStore store;
  private final TokenStore tokens;
  private final Clock clock;
  private final String name;

  /**
   * Names the token after the server: another token in the file replaces the previous one.
   *
   * @param serverId tells this server from others on the same database
   */
  public Administrator(AccessStore store, TokenStore tokens, Clock clock, String serverId) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.name = tokenName(serverId);
  }

  /**
   * Creates the organization, the administrator and the token where missing.
   *
   * @param tokenFile where the token is kept, mode 0600
   * @return the token, if it was just created, to be shown once
   */
  public Optional<Hidden> ensure(Path tokenFile) {
    store.bootstrap();
    try {
      if (Files.exists(tokenFile)) {
        Hidden token = Hidden.of(Files.readString(tokenFile).strip());
        if (!Token.isWellFormed(token)) {
          throw new IllegalStateException(
              "The file "
                  + tokenFile
                  + " does not contain a token. Delete it to have a new token created.");
        }
        tokens.replace(name, token, clock.instant());
        return Optional.empty();
      }
      Hidden token = Token.next();
      PrivateFiles.write(tokenFile, token.reveal() + "\n");
      tokens.replace(name, token, clock.instant());
      return Optional.of(token);
    } catch (IOException e) {
      throw new UncheckedIOException("The token file " + tokenFile + " cannot be used", e);
    }
  }

  private static String tokenName(String serverId) {
    return "administrator-" + serverId;
  }

  /** Whether a server with this id has served the database: its administrator's token exists. */
  public static boolean hasServed(Database database, String serverId) {
    return database.read(
        execute ->
            execute
                .get("SELECT id FROM api_token WHERE name = ?", tokenName(serverId))
                .isPresent());
  }
}
