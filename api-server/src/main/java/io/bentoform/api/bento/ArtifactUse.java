package io.bentoform.api.bento;

import io.helidon.dbclient.DbExecute;
import java.util.List;

/**
 * What uses bentos, models and their archives, for this package, which does not depend on those
 * features.
 */
public interface ArtifactUse {
  /** Whether anything but its bento or model needs an archive. */
  boolean needs(DbExecute execute, String digest);

  /** The names of the deployments of which a revision uses the bento or model. */
  List<String> deploymentsUsing(DbExecute execute, Artifact artifact);
}
