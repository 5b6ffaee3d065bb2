package io.bentoform.api.secret;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.ListResponse;
import io.bentoform.api.wire.SecretResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions of a secret (additive): who made which, and what differs; never a value. */
public final class SecretHistory {
  private final Database database;
  private final SecretStore store;

  public SecretHistory(Database database, DataKeys dataKeys) {
    this.database = database;
    this.store = new SecretStore(new SecretValues(dataKeys));
  }

  /**
   * The revisions that are kept, the newest first.
   *
   * @throws io.bentoform.api.http.ProblemException 404
   */
  ListResponse<SecretResponse.PastRevision> list(Cluster cluster, String name, Page page) {
    return database.read(
        execute -> {
          Secret secret =
              store.find(execute, cluster, name).orElseThrow(() -> SecretRoutes.unknown(name));
          List<Integer> kept = store.revisions(execute, secret);
          // With one more, which the last of them is compared with.
          List<Secret> read =
              store.at(
                  execute,
                  cluster,
                  secret.uid(),
                  kept.stream().skip(page.start()).limit(page.count() + 1L).toList());
          return new ListResponse<>(
              page.start(), page.count(), kept.size(), shown(read, page.count()), null);
        });
  }

  private static List<SecretResponse.PastRevision> shown(List<Secret> read, int count) {
    List<SecretResponse.PastRevision> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(count, read.size()); i++) {
      shown.add(shown(read.get(i), i + 1 < read.size() ? read.get(i + 1) : null));
    }
    return shown;
  }

  private static SecretResponse.PastRevision shown(Secret revision, @Nullable Secret previous) {
    SecretDifference difference =
        SecretDifference.between(
            previous == null ? SecretLayout.EMPTY : previous.layout(), revision.layout());
    return new SecretResponse.PastRevision(
        revision.revision(),
        revision.change().at(),
        revision.change().author().response(),
        revision.type().wire(),
        revision.path(),
        revision.stage().wire(),
        revision.keyNames(),
        previous == null ? null : (Integer) previous.revision(),
        difference.added(),
        difference.removed(),
        difference.changed(),
        difference.moved());
  }
}
