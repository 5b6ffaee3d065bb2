package io.bentoform.api.terraform;

import io.bentoform.api.wire.ClusterResponse;
import io.bentoform.api.wire.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What secrets and deployments have in common as code. */
final class Imports {
  private Imports() {}

  /** The attributes of the {@code import} block of an object. */
  static Map<String, Expression> of(
      String type, String identifier, ClusterResponse cluster, Resource object) {
    Map<String, Expression> attributes = new LinkedHashMap<>();
    attributes.put("to", Expression.verbatim(type + "." + identifier));
    attributes.put("id", Expression.text(cluster.resource().name() + "/" + object.name()));
    return attributes;
  }

  /** The arguments that every resource begins with; the default cluster needs none. */
  static Map<String, Expression> name(ClusterResponse cluster, Resource object) {
    Map<String, Expression> arguments = new LinkedHashMap<>();
    arguments.put("name", Expression.text(object.name()));
    if (!cluster.first()) {
      arguments.put("cluster", Expression.text(cluster.resource().name()));
    }
    return arguments;
  }
}
