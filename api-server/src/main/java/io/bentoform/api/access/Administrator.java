package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first user. Its token lies in a file that only its owner reads; the file is made when it is
 * missing, and whatever token it holds is good.
 */
public final class Administrator {
  private final AccessStore store;

  public Administrator(AccessStore store) {
    this.store = store;
  }

  /**
   * Makes sure that there are an organization, a cluster and a token.
   *
   * @param tokenFile where the token is kept, mode 0600
   * @return the token, if it was made just now: to be shown this once
   */
  public Optional<Hidden> ensure(Path tokenFile) {
    store.bootstrap();
    try {
      if (Files.exists(tokenFile)) {
        store.admit(Hidden.of(Files.readString(tokenFile).strip()));
        return Optional.empty();
      }
      Hidden token = Token.next();
      PrivateFiles.write(tokenFile, token.reveal() + "\n");
      store.admit(token);
      return Optional.of(token);
    } catch (IOException e) {
      throw new UncheckedIOException("The token file " + tokenFile + " cannot be used", e);
    }
  }
}
