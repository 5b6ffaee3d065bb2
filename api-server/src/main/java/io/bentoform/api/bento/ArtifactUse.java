package io.bentoform.api.bento;

import io.helidon.dbclient.DbExecute;
import java.util.List;

/**
 * What bentos, models and their archives are used for beyond this package, which does not know the
 * features that use them.
 */
public interface ArtifactUse {
  /** Whether an archive is needed for more than its bento or model. */
  boolean needs(DbExecute execute, String digest);

  /** The names of the deployments of which a revision uses the bento or model. */
  List<String> deploymentsUsing(DbExecute execute, Artifact artifact);
}
