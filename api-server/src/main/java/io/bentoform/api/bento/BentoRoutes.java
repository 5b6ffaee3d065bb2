package io.bentoform.api.bento;

import io.bentoform.api.access.Principal;
import io.bentoform.api.wire.BentoRequest;
import io.bentoform.api.wire.Body;
import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.Page;
import io.bentoform.api.wire.ProblemException;
import io.bentoform.api.wire.Violation;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The routes of a push through this server (contract C7, strategy {@code proxy}). */
public final class BentoRoutes implements HttpService {
  private static final String REPOSITORIES = "/api/v1/bento_repositories";
  private static final String REPOSITORY = REPOSITORIES + "/{repository}";
  private static final String BENTO = REPOSITORY + "/bentos/{version}";
  private static final Pattern TAG_PART = Pattern.compile("[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?");
  private static final DateTimeFormatter CLIENT_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  private final Bentos bentos;

  public BentoRoutes(Bentos bentos) {
    this.bentos = bentos;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(REPOSITORIES, this::repositories)
        .post(REPOSITORIES, this::createRepository)
        .get(REPOSITORY, this::repository)
        .get(REPOSITORY + "/bentos", this::list)
        .post(REPOSITORY + "/bentos", this::create)
        .get(BENTO, this::get)
        .patch(BENTO, this::update)
        .patch(BENTO + "/start_upload", this::startUpload)
        .put(BENTO + "/upload", this::upload);
  }

  private void repositories(ServerRequest request, ServerResponse response) {
    Json.send(response, bentos.repositories(Principal.of(request).organization()));
  }

  private void createRepository(ServerRequest request, ServerResponse response) {
    BentoRequest.Repository body = Body.json(request, BentoRequest.Repository.class);
    String name = tagPart(body.name(), "/name");
    Json.send(
        response,
        bentos.createRepository(Principal.of(request), name, orEmpty(body.description())));
  }

  private void repository(ServerRequest request, ServerResponse response) {
    Json.send(
        response, bentos.repository(Principal.of(request).organization(), repositoryName(request)));
  }

  private void list(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        bentos.list(
            Principal.of(request).organization(), repositoryName(request), Page.of(request)));
  }

  private void create(ServerRequest request, ServerResponse response) {
    BentoRequest body = Body.json(request, BentoRequest.class);
    String version = tagPart(body.version(), "/version");
    Json.send(
        response,
        bentos
            .create(Principal.of(request), repositoryName(request), version, description(body))
            .response());
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        bentos
            .get(Principal.of(request).organization(), repositoryName(request), version(request))
            .response());
  }

  private void update(ServerRequest request, ServerResponse response) {
    BentoRequest body = Body.json(request, BentoRequest.class);
    Json.send(
        response,
        bentos
            .update(
                Principal.of(request), repositoryName(request), version(request), description(body))
            .response());
  }

  private void startUpload(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        bentos
            .startUpload(Principal.of(request), repositoryName(request), version(request))
            .response());
  }

  private void upload(ServerRequest request, ServerResponse response) throws IOException {
    OptionalLong length = request.headers().contentLength();
    try (InputStream content = request.content().inputStream()) {
      bentos.upload(
          Principal.of(request),
          repositoryName(request),
          version(request),
          content,
          length.isPresent() ? length.getAsLong() : null);
    }
    response.send();
  }

  private static BentoStore.Description description(BentoRequest body) {
    if (body.manifest() == null || !body.manifest().isObject()) {
      throw invalid("/manifest", "missing", "The manifest must be an object.");
    }
    return new BentoStore.Description(
        orEmpty(body.description()),
        body.manifest(),
        body.labels() == null ? List.of() : body.labels(),
        buildAt(body.buildAt()));
  }

  private static @Nullable Instant buildAt(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return LocalDateTime.parse(text, CLIENT_TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw invalid("/build_at", "not_a_time", "build_at must be YYYY-MM-DD HH:MM:SS.ffffff.");
    }
  }

  private static String tagPart(@Nullable String text, String pointer) {
    if (text == null || !TAG_PART.matcher(text).matches()) {
      throw invalid(
          pointer,
          "name_invalid",
          "A bento's name and version are 1 to 63 lower-case letters, digits, dots, underscores and"
              + " hyphens, and begin and end with a letter or digit.");
    }
    return text;
  }

  private static ProblemException invalid(String pointer, String code, String detail) {
    return ProblemException.invalid(List.of(new Violation(pointer, code, detail)));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String repositoryName(ServerRequest request) {
    return request.path().pathParameters().get("repository");
  }

  private static String version(ServerRequest request) {
    return request.path().pathParameters().get("version");
  }
}
