package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.bento.store.DirectTransfers;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.ArtifactRequest;
import io.bentoform.api.wire.Violation;
import io.helidon.common.parameters.Parameters;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of bentos, or of models, with which clients bring and fetch archives themselves
 * (contract C7 to C7.4, strategy {@code presigned_url}).
 */
public final class DirectRoutes implements HttpService {
  private final Artifacts artifacts;
  private final DirectUploads uploads;

  public DirectRoutes(Artifacts artifacts, DirectUploads uploads) {
    this.artifacts = artifacts;
    this.uploads = uploads;
  }

  @Override
  public void routing(HttpRules rules) {
    String word = artifacts.kind().word();
    String version = "/api/v1/" + word + "_repositories/{repository}/" + word + "s/{version}";
    rules
        .patch(version + "/presign_upload_url", this::presignUpload)
        .patch(version + "/presign_download_url", this::presignDownload)
        .patch(version + "/start_multipart_upload", this::startMultipart)
        .patch(version + "/presign_multipart_upload_url", this::presignPart)
        .patch(version + "/complete_multipart_upload", this::complete);
  }

  /**
   * Without presigned addresses, the response is the unchanged artifact: the client understands.
   */
  private void presignUpload(ServerRequest request, ServerResponse response) {
    Artifact artifact = artifact(request);
    String address =
        uploads.uploadAddress(Principal.of(request), artifact).map(URI::toString).orElse("");
    Json.send(response, artifacts.shown(artifact, "", address, ""));
  }

  private void presignDownload(ServerRequest request, ServerResponse response) {
    Artifact artifact = artifact(request);
    String address = uploads.downloadAddress(artifact).map(URI::toString).orElse("");
    Json.send(response, artifacts.shown(artifact, "", "", address));
  }

  private void startMultipart(ServerRequest request, ServerResponse response) throws IOException {
    String id = uploads.startMultipart(Principal.of(request), artifact(request));
    Json.send(response, artifacts.shown(artifact(request), id, "", ""));
  }

  private void presignPart(ServerRequest request, ServerResponse response) {
    ArtifactRequest.UploadPart body = RequestBody.json(request, ArtifactRequest.UploadPart.class);
    String id = required(body.uploadId(), "/upload_id");
    int number = required(body.partNumber(), "/part_number");
    Artifact artifact = artifact(request);
    URI address = uploads.partAddress(artifact, id, number);
    Json.send(response, artifacts.shown(artifact, id, address.toString(), ""));
  }

  private void complete(ServerRequest request, ServerResponse response) throws IOException {
    ArtifactRequest.CompleteUpload body =
        RequestBody.json(request, ArtifactRequest.CompleteUpload.class);
    String id = required(body.uploadId(), "/upload_id");
    List<DirectTransfers.Part> parts = new ArrayList<>();
    for (ArtifactRequest.@Nullable CompletedPart part : required(body.parts(), "/parts")) {
      String pointer = "/parts/" + parts.size();
      ArtifactRequest.CompletedPart given = required(part, pointer);
      parts.add(
          new DirectTransfers.Part(
              required(given.partNumber(), pointer + "/part_number"),
              required(given.etag(), pointer + "/etag")));
    }
    uploads.complete(Principal.of(request), artifact(request), id, parts);
    Json.send(response, artifacts.shown(artifact(request), id, "", ""));
  }

  private static <T> T required(@Nullable T value, String pointer) {
    if (value == null) {
      throw ProblemException.invalid(
          List.of(new Violation(pointer, "missing", pointer.substring(1) + " is missing.")));
    }
    return value;
  }

  private Artifact artifact(ServerRequest request) {
    Parameters path = request.path().pathParameters();
    return artifacts.get(
        Principal.of(request).organization(), path.get("repository"), path.get("version"));
  }
}
