package io.bentoform.api.secret;

import java.util.List;

/** What came of a write. */
public sealed interface SecretWrite {
  /** A new revision, or a new description. */
  record Written(Secret secret) implements SecretWrite {}

  /** All was as asked for already. */
  record Unchanged(Secret secret) implements SecretWrite {}

  record AlreadyExists() implements SecretWrite {}

  /** Another secret has the uid that the client chose. */
  record UidTaken() implements SecretWrite {}

  record NotFound() implements SecretWrite {}

  /** The value of a key was to be kept, but the secret has no such key. */
  record NothingToKeep(List<Integer> positions) implements SecretWrite {}
}
