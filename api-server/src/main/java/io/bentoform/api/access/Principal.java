package io.bentoform.api.access;

import io.bentoform.api.wire.ProblemException;
import io.helidon.webserver.http.ServerRequest;

/**
 * Who asks, found from the API token of the request.
 *
 * @param tokenUid names the token in audit rows
 */
public record Principal(Organization organization, User user, String tokenUid) {

  /** The principal that {@link AccessFilter} put into the request. */
  public static Principal of(ServerRequest request) {
    return request
        .context()
        .get(Principal.class)
        .orElseThrow(() -> ProblemException.unauthorized("This route needs an API token."));
  }
}
