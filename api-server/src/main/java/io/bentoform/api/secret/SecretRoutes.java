package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.SecretResponse;
import io.bentoform.api.wire.Violation;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The routes of secrets (contract B). */
public final class SecretRoutes implements HttpService {
  private final Secrets secrets;
  private final SecretHistory history;
  private final ClusterStore clusters;
  private final SecretRules rules;

  public SecretRoutes(
      Secrets secrets, SecretHistory history, ClusterStore clusters, SecretLimits limits) {
    this.secrets = secrets;
    this.history = history;
    this.clusters = clusters;
    this.rules = new SecretRules(limits);
  }

  @Override
  public void routing(HttpRules routes) {
    routes
        .get("/api/v1/org_secrets", this::list)
        .post("/api/v1/org_secrets", this::create)
        .get("/api/v1/org_secrets/{name}", this::get)
        .patch("/api/v1/org_secrets/{name}", this::update)
        .delete("/api/v1/org_secrets/{name}", this::delete)
        .get("/api/v1/org_secrets/{name}/revisions", this::revisions);
  }

  private void list(ServerRequest request, ServerResponse response) {
    boolean whole = QueryParameters.allClusters(request) && !goesOn(request);
    Page page = Page.of(request);
    secrets
        .list(Principal.of(request), clusters.listed(request), whole ? page.whole() : page)
        .send(response);
  }

  /**
   * Whether a client reads a list part by part, by cursors. The command line asks for all clusters,
   * ten secrets from the start, and never for the next ten (contract B2): it gets all.
   */
  private static boolean goesOn(ServerRequest request) {
    return QueryParameters.text(request, "start").isEmpty()
        && QueryParameters.text(request, "count").isPresent();
  }

  private void create(ServerRequest request, ServerResponse response) {
    Principal principal = Principal.of(request);
    SecretRequest body = RequestBody.json(request, SecretRequest.class);
    String name = rules.name(body.name());
    String description = rules.description(body.description());
    SecretContent content = rules.content(body.content());
    rejectKept(content);
    Secrets.Draft draft =
        new Secrets.Draft(
            rules.uid(body.uid()), name, description == null ? "" : description, content);
    SecretWrite outcome = secrets.create(principal, clusters.resolve(request), draft);
    Json.send(response, answer(name, outcome));
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(response, secrets.named(clusters.resolve(request), name(request)).response(false));
  }

  private void update(ServerRequest request, ServerResponse response) {
    SecretRequest body = RequestBody.json(request, SecretRequest.class);
    @Nullable SecretContent content = body.content() == null ? null : rules.content(body.content());
    SecretWrite outcome =
        secrets.update(
            Principal.of(request),
            clusters.resolve(request),
            name(request),
            rules.description(body.description()),
            content,
            new Expectation(body.expectedUid(), body.expectedRevision()));
    Json.send(response, answer(name(request), outcome));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    Expectation expected = Expectation.of(request);
    if (!secrets.delete(
        Principal.of(request), clusters.resolve(request), name(request), expected)) {
      throw unknown(name(request));
    }
    response.send();
  }

  private void revisions(ServerRequest request, ServerResponse response) {
    Json.send(response, history.list(clusters.resolve(request), name(request), Page.of(request)));
  }

  private static SecretResponse answer(String name, SecretWrite outcome) {
    return switch (outcome) {
      case SecretWrite.Written written -> written.secret().response(false);
      case SecretWrite.Unchanged unchanged -> unchanged.secret().response(true);
      case SecretWrite.AlreadyExists exists ->
          throw ProblemException.conflict(
              "already_exists",
              "Secret " + name + " already exists. Update it, or choose another name.");
      case SecretWrite.UidTaken taken ->
          throw ProblemException.conflict(
              "uid_taken", "Another secret has this uid. Choose another one.");
      case SecretWrite.NotFound missing -> throw unknown(name);
      case SecretWrite.NothingToKeep nothing -> throw nothingToKeep(nothing.positions());
    };
  }

  private static void rejectKept(SecretContent content) {
    List<Integer> positions =
        IntStream.range(0, content.items().size())
            .filter(i -> content.items().get(i).value() == null)
            .boxed()
            .toList();
    if (!positions.isEmpty()) {
      throw nothingToKeep(positions);
    }
  }

  static ProblemException nothingToKeep(List<Integer> positions) {
    return ProblemException.invalid(
        positions.stream()
            .map(
                i ->
                    new Violation(
                        "/content/items/" + i + "/value",
                        "nothing_to_keep",
                        "The secret has no such key, so there is no value to keep."))
            .toList());
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }

  static ProblemException unknown(String name) {
    return ProblemException.notFound("There is no secret " + name + ".");
  }
}
