package io.bentoform.api.deployment;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Pushes the sample bento by the calls of the command line. */
public final class BentoUpload {
  private static final String REPOSITORIES = "/api/v1/bento_repositories";

  private BentoUpload() {}

  public static void push(TestServer server, SampleBento bento) {
    String repository = REPOSITORIES + "/" + SampleBento.NAME;
    if (server.call("GET", repository).status() == 404) {
      require(
          server.call(
              "POST",
              REPOSITORIES,
              "{\"name\": \"%s\", \"description\": \"\"}".formatted(SampleBento.NAME)));
    }
    String version = repository + "/bentos/" + SampleBento.VERSION;
    if (server.call("GET", version).status() == 404) {
      require(server.call("POST", repository + "/bentos", description()));
    }
    require(server.call("PATCH", version + "/start_upload"));
    try {
      require(
          server.send(
              server
                  .request(version + "/upload")
                  .header("Content-Type", "application/octet-stream"),
              "PUT",
              Files.readAllBytes(bento.archive())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String description() {
    return """
    {"description": "a sample", "version": "%s", "build_at": "2026-11-01 10:11:12.000013",
     "labels": [], "manifest": {"service": "service:Sample", "bentoml_version": "%s",
       "size_bytes": 1, "entry_service": "%s", "name": "%s", "version": "%s", "apis": {},
       "models": [], "services": [{"name": "%s", "service": ""}],
       "envs": [{"name": "HAS_DEFAULT", "value": "x", "stage": "all"}]}}
    """
        .formatted(
            SampleBento.VERSION,
            SampleBento.BENTOML_VERSION,
            SampleBento.SERVICE,
            SampleBento.NAME,
            SampleBento.VERSION,
            SampleBento.SERVICE);
  }

  private static void require(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(answer.body());
    }
  }
}
