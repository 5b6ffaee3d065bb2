package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import org.junit.jupiter.api.Test;

/** Bentos that use models, as deployments meet them. */
class ModelUseTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private static Push bentoThatUses(String models) {
    Push bento = Push.announced(SERVER, ArchiveKind.BENTO).version("v2");
    Answer created =
        SERVER.call("POST", bento.versions(), bento.body("[]").replace("\"models\": []", models));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(bento.upload(Tar.of(ArchiveKind.BENTO).bytes()).status()).isEqualTo(200);
    return bento;
  }

  private static String deployment(Push bento) {
    return """
    {"name": "%s", "bento": "%s", "services": {"X": {"scaling": {"min_replicas": 0}}}}
    """
        .formatted(bento.name(), bento.tag());
  }

  @Test
  void a_model_that_is_missing_or_not_uploaded_is_named_by_the_check_and_refused_by_the_call() {
    Push announced = Push.announced(SERVER, ArchiveKind.MODEL);
    Push bento = bentoThatUses("\"models\": [\"absent:v1\", \"%s\"]".formatted(announced.tag()));

    Answer check = SERVER.call("POST", DEPLOYMENTS + "/check", deployment(bento));

    assertThat(check.texts("/problems", "code"))
        .containsExactlyInAnyOrder("model_not_found", "model_not_uploaded");
    assertThat(check.texts("/problems", "pointer")).containsOnly("/bento");
    assertThat(check.texts("/problems", "detail"))
        .anySatisfy(
            text ->
                assertThat(text)
                    .isEqualTo(
                        "The bento %s uses the model absent:v1, which is not on this server. Push it:"
                                .formatted(bento.tag())
                            + " bentoml models push absent:v1"))
        .anySatisfy(text -> assertThat(text).contains(announced.tag() + ", whose archive"));
    Answer refused = SERVER.call("POST", DEPLOYMENTS, deployment(bento));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.texts("/errors", "code")).hasSize(2);

    announced.upload(Tar.of(ArchiveKind.MODEL).bytes());
    assertThat(
            SERVER
                .call("POST", DEPLOYMENTS + "/check", deployment(bento))
                .texts("/problems", "code"))
        .containsExactly("model_not_found");
  }

  @Test
  void bentos_are_found_by_the_model_that_they_use() {
    Push model = Push.announced(SERVER, ArchiveKind.MODEL);
    Push bento = bentoThatUses("\"models\": [\"%s\"]".formatted(model.tag()));

    assertThat(
            SERVER.call("GET", "/api/v1/bentos?q=model:" + model.tag()).texts("/items", "version"))
        .containsExactly(bento.version());
    assertThat(
            SERVER
                .call("GET", "/api/v1/bentos?q=model:" + model.name() + ":other")
                .texts("/items", "version"))
        .isEmpty();
    assertThat(SERVER.call("GET", "/api/v1/models?q=model:" + model.tag()).status()).isEqualTo(400);
  }

  @Test
  void the_latest_is_the_newest_that_has_its_archive() {
    Push model = Push.announced(SERVER, ArchiveKind.MODEL);
    Push bento = bentoThatUses("\"models\": [\"%s:latest\"]".formatted(model.name()));
    bento.version("v3").create("[]");
    String latest = deployment(bento).replace(bento.tag(), bento.name());

    assertThat(SERVER.call("POST", DEPLOYMENTS + "/check", latest).texts("/problems", "code"))
        .containsExactly("model_not_uploaded");
    model.upload(Tar.of(ArchiveKind.MODEL).bytes());
    model.version("v2").create("[]");
    assertThat(SERVER.call("POST", DEPLOYMENTS + "/check", latest).texts("/problems", "code"))
        .isEmpty();
    assertThat(SERVER.call("GET", bento.versions() + "?count=1").texts("/items", "version"))
        .containsExactly("v3");
  }

  @Test
  void a_model_that_replicas_fetch_from_elsewhere_is_not_asked_for() {
    Push bento = Push.announced(SERVER, ArchiveKind.BENTO).version("v2");
    String manifest =
        """
        {"service": "x", "bentoml_version": "1.4.39", "size_bytes": 3, "models": ["org--llm:01"],
         "services": [{"name": "X", "service": "",
                       "models": [{"tag": "org--llm:01", "registry": "huggingface"}]}]}
        """;
    SERVER.call(
        "POST", bento.versions(), "{\"version\": \"v2\", \"manifest\": %s}".formatted(manifest));
    bento.upload(Tar.of(ArchiveKind.BENTO).bytes());

    Answer check = SERVER.call("POST", DEPLOYMENTS + "/check", deployment(bento));

    assertThat(check.texts("/problems", "code")).isEmpty();
  }
}
