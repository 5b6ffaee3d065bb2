package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Schema;
import java.util.function.Predicate;

/**
 * A resource whose objects can be listed, as {@code terraform query} does (Terraform 1.14 or later;
 * other hosts ignore it). Each object is told by its identity.
 */
public interface Lists extends Identified {

  /** The arguments of a list. */
  Schema listSchema();

  /**
   * An object.
   *
   * @param displayName for people
   * @param state as a refresh after an import would find it
   */
  record Listed(String displayName, Value.Fields state) {}

  /**
   * Lists objects.
   *
   * @param config wholly known
   * @param found takes the next object; false ends the list
   */
  void list(Value.Fields config, Predicate<Listed> found);
}
