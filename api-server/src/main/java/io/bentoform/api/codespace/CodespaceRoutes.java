package io.bentoform.api.codespace;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.FilesRequest;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Map;

/** The routes of the files of codespaces (contract C9). */
public final class CodespaceRoutes implements HttpService {
  private static final String FILES = "/api/v2/deployments/{name}/files";

  private final CodespaceFiles files;
  private final ClusterStore clusters;

  public CodespaceRoutes(CodespaceFiles files, ClusterStore clusters) {
    this.files = files;
    this.clusters = clusters;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(FILES, this::list).post(FILES, this::upload).delete(FILES, this::delete);
  }

  private void list(ServerRequest request, ServerResponse response) throws IOException {
    Json.send(response, files.list(clusters.resolve(request), name(request)));
  }

  private void upload(ServerRequest request, ServerResponse response) throws IOException {
    Cluster cluster = clusters.resolve(request);
    try (ProjectUpload upload = files.begin(cluster, name(request))) {
      FilesReader.read(request, CodespaceFiles.MAX_UPLOAD_BYTES, upload);
      files.finish(Principal.of(request), cluster, name(request), upload);
    }
    Json.send(response, Map.of());
  }

  private void delete(ServerRequest request, ServerResponse response) {
    FilesRequest.Deletion body = RequestBody.json(request, FilesRequest.Deletion.class);
    if (body.paths() == null) {
      throw ProjectPath.refused("/paths", "missing", "The paths of the files are missing.");
    }
    files.delete(Principal.of(request), clusters.resolve(request), name(request), body.paths());
    Json.send(response, Map.of());
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }
}
