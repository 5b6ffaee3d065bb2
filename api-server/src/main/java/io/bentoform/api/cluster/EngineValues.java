package io.bentoform.api.cluster;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.crypto.ValueContext;
import io.helidon.dbclient.DbExecute;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The sealed values of the engine of a cluster in the database: its kubeconfig, and the variables
 * of its builds.
 *
 * @param sealers by the id of an organization
 */
public record EngineValues(LongFunction<Sealer> sealers) {
  private static final String KUBECONFIG = "kubeconfig";
  private static final String VARIABLE = "build_environment/";

  /** Stands where the context of a secret's value has the uid of the secret. */
  private static final String OWNER = "engine";

  /**
   * The values.
   *
   * @param kubeconfig empty for the credentials of the server's own pod
   * @param buildEnvironment by the name of the variable
   */
  public record Values(Optional<Hidden> kubeconfig, Map<String, Hidden> buildEnvironment) {
    static final Values NONE = new Values(Optional.empty(), Map.of());

    public Values {
      buildEnvironment = Map.copyOf(buildEnvironment);
    }

    private Map<String, Hidden> named() {
      Map<String, Hidden> named = new HashMap<>();
      kubeconfig.ifPresent(value -> named.put(KUBECONFIG, value));
      buildEnvironment.forEach((name, value) -> named.put(VARIABLE + name, value));
      return named;
    }

    /** Whether the other ones are the same, in a time that depends on their lengths alone. */
    boolean matches(Values other) {
      Map<String, Hidden> theirs = other.named();
      return named().keySet().equals(theirs.keySet())
          && named().entrySet().stream()
              .allMatch(
                  each ->
                      Objects.requireNonNull(theirs.get(each.getKey())).matches(each.getValue()));
    }
  }

  /**
   * Reads and opens the values.
   *
   * @throws io.bentoform.api.crypto.UnsealException when a row was moved or damaged
   */
  public Values of(DbExecute execute, Cluster cluster) {
    Sealer sealer = sealers.apply(cluster.organizationId());
    Map<String, Hidden> variables = new HashMap<>();
    Map<String, Hidden> others = new HashMap<>();
    execute
        .query(
            """
            SELECT name, version, data_key_version, TO_BASE64(sealed) AS sealed
            FROM cluster_engine_value WHERE cluster_id = ?
            """,
            cluster.id())
        .forEach(
            row -> {
              String name = text(row, "name");
              Hidden value =
                  sealer.open(
                      new Sealer.Sealed(integer(row, "data_key_version"), text(row, "sealed")),
                      context(cluster, name, integer(row, "version")));
              if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), value);
              } else {
                others.put(name, value);
              }
            });
    return new Values(Optional.ofNullable(others.get(KUBECONFIG)), variables);
  }

  /** Seals all values anew, as those of this version of the settings. */
  void write(DbExecute execute, Cluster cluster, int version, Values values) {
    Sealer sealer = sealers.apply(cluster.organizationId());
    execute.delete("DELETE FROM cluster_engine_value WHERE cluster_id = ?", cluster.id());
    values
        .named()
        .forEach(
            (name, value) -> {
              Sealer.Sealed sealed = sealer.seal(value, context(cluster, name, version));
              execute.insert(
                  """
                  INSERT INTO cluster_engine_value (cluster_id, name, version, data_key_version,
                                                    sealed)
                  VALUES (?, ?, ?, ?, FROM_BASE64(?))
                  """,
                  cluster.id(),
                  name,
                  version,
                  sealed.keyVersion(),
                  sealed.base64());
            });
  }

  private static ValueContext context(Cluster cluster, String name, int version) {
    return new ValueContext(cluster.organizationUid(), cluster.uid(), OWNER, name, version);
  }
}
