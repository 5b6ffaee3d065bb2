package io.bentoform.api.secret;

import static io.bentoform.api.db.Columns.integer;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.access.Organization;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.crypto.ValueContext;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sealed values of secrets in the database: the one place where they are sealed and opened. */
final class SecretValues {
  private final DataKeys dataKeys;

  SecretValues(DataKeys dataKeys) {
    this.dataKeys = dataKeys;
  }

  /** The values of a secret at its present revision, by key. */
  Map<String, Hidden> of(DbExecute execute, Organization organization, Secret secret) {
    return of(execute, organization, List.of(secret)).getOrDefault(secret.id(), Map.of());
  }

  /** The values of some secrets at their present revisions, by id and key, read at once. */
  Map<Long, Map<String, Hidden>> of(
      DbExecute execute, Organization organization, Collection<Secret> secrets) {
    if (secrets.isEmpty()) {
      return Map.of();
    }
    Sealer sealer = dataKeys.sealer(organization.id());
    Map<Long, Secret> byId = new HashMap<>();
    List<Object> parameters = new ArrayList<>();
    for (Secret secret : secrets) {
      byId.put(secret.id(), secret);
      parameters.add(secret.id());
      parameters.add(secret.revision());
    }
    String one = "(i.secret_id = ? AND i.revision = ?)";
    Map<Long, Map<String, Hidden>> values = new HashMap<>();
    execute
        .createQuery(
            """
            SELECT i.secret_id, v.item_key, v.revision, v.data_key_version,
                   TO_BASE64(v.sealed) AS sealed
            FROM secret_item i
            JOIN secret_value v ON v.secret_id = i.secret_id AND v.item_key = i.item_key
                               AND v.revision = i.value_revision
            WHERE %s ORDER BY i.secret_id, i.position
            """
                .formatted(String.join(" OR ", Collections.nCopies(secrets.size(), one))))
        .params(parameters)
        .execute()
        .forEach(
            row -> {
              Secret secret = Objects.requireNonNull(byId.get(number(row, "secret_id")));
              String key = text(row, "item_key");
              ValueContext place = place(organization, secret, key, integer(row, "revision"));
              Sealer.Sealed sealed =
                  new Sealer.Sealed(integer(row, "data_key_version"), text(row, "sealed"));
              values
                  .computeIfAbsent(secret.id(), id -> new LinkedHashMap<>())
                  .put(key, sealer.open(sealed, place));
            });
    return values;
  }

  private static ValueContext place(
      Organization organization, Secret secret, String key, int revision) {
    return new ValueContext(
        organization.uid(), secret.cluster().uid(), secret.uid(), key, revision);
  }

  /** Seals values as those of a revision. */
  void insert(
      DbExecute execute,
      Organization organization,
      Secret secret,
      int revision,
      Map<String, Hidden> values) {
    if (values.isEmpty()) {
      return;
    }
    Sealer sealer = dataKeys.sealer(organization.id());
    List<@Nullable Object> parameters = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Sealer.Sealed sealed = sealer.seal(value, place(organization, secret, key, revision));
          parameters.add(secret.id());
          parameters.add(key);
          parameters.add(revision);
          parameters.add(sealed.keyVersion());
          parameters.add(sealed.base64());
        });
    execute
        .createInsert(
            "INSERT INTO secret_value (secret_id, item_key, revision, data_key_version, sealed)"
                + " VALUES "
                + String.join(
                    ", ", Collections.nCopies(values.size(), "(?, ?, ?, ?, FROM_BASE64(?))")))
        .params(parameters)
        .execute();
  }
}
