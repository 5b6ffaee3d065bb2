package io.bentoform.provider.client;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations that all objects of a cluster have. A null cluster is the API's default one. */
public interface ObjectClient<R extends ObjectRecord> {

  /** Finds an object by name. */
  Optional<R> find(@Nullable String cluster, String name);

  /**
   * All objects of a cluster.
   *
   * @param query in the query language of lists; null for all
   */
  List<R> all(@Nullable String cluster, @Nullable String query);

  /**
   * Deletes the object, or starts to. Succeeds when it no longer exists; another object of the same
   * name is not deleted.
   *
   * @param uid null deletes any object of this name
   */
  void delete(@Nullable String cluster, String name, @Nullable String uid);
}
