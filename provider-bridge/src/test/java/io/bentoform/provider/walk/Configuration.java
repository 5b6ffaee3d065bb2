package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;

/** A configuration, in the order in which its resources depend on each other. */
record Configuration(NavigableMap<Address, Block> blocks) {

  /**
   * One resource.
   *
   * @param references addresses that its expressions name
   */
  record Block(
      Set<Address> references, Function<Map<Address, Value.Fields>, Value.Fields> expression) {

    Value.Fields evaluate(Map<Address, Value.Fields> objects) {
      return expression.apply(objects);
    }
  }
}
