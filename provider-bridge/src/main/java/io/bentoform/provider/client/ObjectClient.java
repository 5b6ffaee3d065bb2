package io.bentoform.provider.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations that all objects of a cluster have. A null cluster is the API's default one. */
public interface ObjectClient<R extends ObjectRecord> {

  /** Finds an object by name. */
  Optional<R> find(@Nullable String cluster, String name);

  /**
   * Deletes the object, or starts to. Succeeds when it no longer exists; another object of the same
   * name is not deleted.
   *
   * @param uid null deletes any object of this name
   */
  void delete(@Nullable String cluster, String name, @Nullable String uid);
}
