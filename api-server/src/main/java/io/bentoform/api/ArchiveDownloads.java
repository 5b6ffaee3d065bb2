package io.bentoform.api;

import io.bentoform.api.access.Tickets;
import io.bentoform.api.bento.ArchiveRoutes;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.kubernetes.Downloads;
import java.net.URI;

/**
 * The archives of this server, for the pods of a cluster.
 *
 * @param server the address of this server that they reach, without a slash at its end
 */
record ArchiveDownloads(Cluster cluster, String server, Tickets tickets) implements Downloads {
  @Override
  public URI address(String digest) {
    return URI.create(server + ArchiveRoutes.path(digest));
  }

  @Override
  public Hidden ticket(String digest) {
    return tickets.of(
        ArchiveRoutes.TICKET, cluster.organizationId(), cluster.organizationUid(), digest);
  }
}
