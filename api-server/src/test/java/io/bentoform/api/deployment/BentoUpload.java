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
  private static final String REPOSITORY = REPOSITORIES + "/" + SampleBento.NAME;

  private static final String ONE_SERVICE =
      "{\"name\": \"%s\", \"service\": \"\"}".formatted(SampleBento.SERVICE);

  private BentoUpload() {}

  /** Unless its version is there, with one service. */
  public static void push(TestServer server, SampleBento bento) {
    if (server.call("GET", version(SampleBento.VERSION)).status() == 404) {
      push(server, bento, SampleBento.VERSION, ONE_SERVICE);
    } else {
      upload(server, bento, SampleBento.VERSION);
    }
  }

  /**
   * Whether its version is there or not.
   *
   * @param services what the manifest says of them
   */
  public static void push(TestServer server, SampleBento bento, String version, String services) {
    if (server.call("GET", REPOSITORY).status() == 404) {
      require(
          server.call(
              "POST",
              REPOSITORIES,
              "{\"name\": \"%s\", \"description\": \"\"}".formatted(SampleBento.NAME)));
    }
    boolean there = server.call("GET", version(version)).status() == 200;
    require(
        server.call(
            there ? "PATCH" : "POST",
            there ? version(version) : REPOSITORY + "/bentos",
            description(version, services)));
    upload(server, bento, version);
  }

  private static void upload(TestServer server, SampleBento bento, String version) {
    require(server.call("PATCH", version(version) + "/start_upload"));
    try {
      require(
          server.send(
              server
                  .request(version(version) + "/upload")
                  .header("Content-Type", "application/octet-stream"),
              "PUT",
              Files.readAllBytes(bento.archive())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version(String version) {
    return REPOSITORY + "/bentos/" + version;
  }

  private static String description(String version, String services) {
    return """
    {"description": "a sample", "version": "%1$s", "build_at": "2026-11-01 10:11:12.000013",
     "labels": [], "manifest": {"service": "service:Sample", "bentoml_version": "%2$s",
       "size_bytes": 1, "entry_service": "%3$s", "name": "%4$s", "version": "%1$s", "apis": {},
       "models": [], "services": [%5$s],
       "envs": [{"name": "HAS_DEFAULT", "value": "x", "stage": "all"}]}}
    """
        .formatted(
            version, SampleBento.BENTOML_VERSION, SampleBento.SERVICE, SampleBento.NAME, services);
  }

  private static void require(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(answer.body());
    }
  }
}
