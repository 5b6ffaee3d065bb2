package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.Problems;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.ArtifactRequest;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * The routes of bentos, or of models: push and pull through this server (contract C7 to C7.4,
 * strategy {@code proxy}). The routes of the other strategy are in {@link DirectRoutes}.
 */
public final class ArtifactRoutes implements HttpService {
  private final Artifacts artifacts;
  private final ArtifactDeletion deletion;
  private final Uploads uploads;
  private final DirectUploads direct;

  public ArtifactRoutes(
      Artifacts artifacts, ArtifactDeletion deletion, Uploads uploads, DirectUploads direct) {
    this.deletion = deletion;
    this.artifacts = artifacts;
    this.uploads = uploads;
    this.direct = direct;
  }

  @Override
  public void routing(HttpRules rules) {
    String word = artifacts.kind().word();
    String repositories = "/api/v1/" + word + "_repositories";
    String repository = repositories + "/{repository}";
    String versions = repository + "/" + word + "s";
    String version = versions + "/{version}";
    rules
        .get("/api/v1/" + word + "s", this::all)
        .get(repositories, this::repositories)
        .post(repositories, this::createRepository)
        .get(repository, this::repository)
        .get(versions, this::list)
        .post(versions, this::create)
        .get(version, this::show)
        .patch(version, this::update)
        .patch(version + "/start_upload", this::startUpload)
        .put(version + "/upload", this::upload)
        .patch(version + "/finish_upload", this::finishUpload)
        .get(version + "/download", this::download)
        .delete(version, this::delete)
        .delete(repository, this::deleteRepository);
  }

  private void all(ServerRequest request, ServerResponse response) {
    artifacts.all(Principal.of(request), Page.of(request)).send(response);
  }

  private void repositories(ServerRequest request, ServerResponse response) {
    artifacts.repositories(Principal.of(request), Page.of(request)).send(response);
  }

  private void createRepository(ServerRequest request, ServerResponse response) {
    ArtifactRequest.Repository body = RequestBody.json(request, ArtifactRequest.Repository.class);
    String name = ArtifactRules.tagPart(artifacts.kind(), body.name(), "/name");
    String description = body.description() == null ? "" : body.description();
    Json.send(response, artifacts.createRepository(Principal.of(request), name, description));
  }

  private void repository(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        artifacts.repository(Principal.of(request).organization(), repositoryName(request)));
  }

  private void list(ServerRequest request, ServerResponse response) {
    artifacts.list(Principal.of(request), repositoryName(request), Page.of(request)).send(response);
  }

  private void create(ServerRequest request, ServerResponse response) {
    ArtifactRequest body = RequestBody.json(request, ArtifactRequest.class);
    String version = ArtifactRules.version(artifacts.kind(), body.version());
    Artifact created =
        artifacts.create(
            Principal.of(request),
            repositoryName(request),
            version,
            ArtifactRules.description(artifacts.kind(), body));
    uploads.described(Principal.of(request), created);
    send(response, created);
  }

  private void show(ServerRequest request, ServerResponse response) {
    send(response, artifact(request));
  }

  private void update(ServerRequest request, ServerResponse response) {
    ArtifactRequest body = RequestBody.json(request, ArtifactRequest.class);
    ArtifactStore.Description description = ArtifactRules.description(artifacts.kind(), body);
    // First, because an archive that arrives in between would be taken for the one of this
    // description.
    uploads.described(Principal.of(request), artifact(request));
    send(
        response,
        artifacts.update(
            Principal.of(request), repositoryName(request), version(request), description));
  }

  private void startUpload(ServerRequest request, ServerResponse response) {
    uploads.start(Principal.of(request), artifact(request));
    show(request, response);
  }

  private void upload(ServerRequest request, ServerResponse response) throws IOException {
    long length = request.headers().contentLength().orElse(0);
    InputStream content = request.content().inputStream();
    try {
      uploads.receive(Principal.of(request), artifact(request), content, length);
      response.send();
    } catch (ProblemException e) {
      Problems.sendLast(request, response, e.problem());
      uploads.discard(content);
    }
  }

  private void finishUpload(ServerRequest request, ServerResponse response) throws IOException {
    ArtifactRequest.FinishUpload body =
        RequestBody.json(request, ArtifactRequest.FinishUpload.class);
    UploadStatus status = Uploads.ended(body.status());
    String reason = body.reason() == null ? "" : body.reason();
    direct.end(Principal.of(request), artifact(request), status, reason);
    uploads.finish(Principal.of(request), artifact(request), status, reason);
    show(request, response);
  }

  private void delete(ServerRequest request, ServerResponse response) {
    Artifact artifact = artifact(request);
    deletion.delete(Principal.of(request), artifact);
    uploads.removed();
    send(response, artifact);
  }

  private void deleteRepository(ServerRequest request, ServerResponse response) {
    deletion.deleteRepository(Principal.of(request), repositoryName(request));
    Json.send(response, Map.of());
  }

  private void download(ServerRequest request, ServerResponse response) throws IOException {
    try (ArchiveContent archive = uploads.open(artifact(request))) {
      response.headers().contentType(MediaTypes.APPLICATION_OCTET_STREAM);
      response.headers().contentLength(archive.bytes());
      try (OutputStream out = response.outputStream()) {
        uploads.send(archive.stream(), out);
      }
    }
  }

  private Artifact artifact(ServerRequest request) {
    return artifacts.get(
        Principal.of(request).organization(), repositoryName(request), version(request));
  }

  private void send(ServerResponse response, Artifact artifact) {
    Json.send(response, artifacts.shown(artifact));
  }

  private static String repositoryName(ServerRequest request) {
    return request.path().pathParameters().get("repository");
  }

  private static String version(ServerRequest request) {
    return request.path().pathParameters().get("version");
  }
}
