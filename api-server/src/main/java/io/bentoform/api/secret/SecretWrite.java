package io.bentoform.api.secret;

import java.util.List;

/** The outcome of a write. */
public sealed interface SecretWrite {
  /** A new revision, or a new description. */
  record Written(Secret secret) implements SecretWrite {}

  /** Nothing had to be changed. */
  record Unchanged(Secret secret) implements SecretWrite {}

  record AlreadyExists() implements SecretWrite {}

  /** Another secret has the uid that the client chose. */
  record UidTaken() implements SecretWrite {}

  record NotFound() implements SecretWrite {}

  /** The value of a key should be kept, but the secret has no such key. */
  record NothingToKeep(List<Integer> positions) implements SecretWrite {}
}
