package io.bentoform.api.deployment;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.Violation;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The routes of deployments (contract C), and the additive checks. */
public final class DeploymentRoutes implements HttpService {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String DEPLOYMENT = DEPLOYMENTS + "/{name}";
  private static final int MAX_CHECKS = 1000;
  private static final int HOUR = 3600;
  private static final int MAX_RANGE = 24 * HOUR;

  /** The client waits 60 s; a deletion that takes longer is answered with {@code terminating}. */
  private static final Duration DELETION = Duration.ofSeconds(20);

  private final Deployments deployments;
  private final DeploymentChanges changes;
  private final DeploymentHistory history;
  private final DeploymentCheck check;
  private final DeploymentEvents events;
  private final TrafficHistory traffic;
  private final ClusterStore clusters;

  public DeploymentRoutes(
      Deployments deployments,
      DeploymentChanges changes,
      DeploymentHistory history,
      DeploymentCheck check,
      DeploymentEvents events,
      TrafficHistory traffic,
      ClusterStore clusters) {
    this.deployments = deployments;
    this.changes = changes;
    this.history = history;
    this.check = check;
    this.events = events;
    this.traffic = traffic;
    this.clusters = clusters;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(DEPLOYMENTS, this::list)
        .post(DEPLOYMENTS, this::create)
        .post(DEPLOYMENTS + "/check", this::check)
        .post(DEPLOYMENTS + "/check_many", this::checkMany)
        .get(DEPLOYMENT, this::get)
        .put(DEPLOYMENT, this::update)
        .patch(DEPLOYMENT, this::label)
        .delete(DEPLOYMENT, this::delete)
        .put(DEPLOYMENT + "/void_update", this::restart)
        .get(DEPLOYMENT + "/revisions", this::revisions)
        .get(DEPLOYMENT + "/events", this::events)
        .get(DEPLOYMENT + "/metrics", this::metrics)
        .post(DEPLOYMENT + "/rollback", this::rollBack)
        .post(DEPLOYMENT + "/terminate", this::terminate);
  }

  private void list(ServerRequest request, ServerResponse response) {
    deployments
        .list(Principal.of(request), clusters.listed(request), Page.of(request))
        .send(response);
  }

  private void create(ServerRequest request, ServerResponse response) {
    DeploymentRequest body = RequestBody.jsonOrYaml(request, DeploymentRequest.class);
    Json.send(response, changes.create(Principal.of(request), cluster(request, body), body));
  }

  private void check(ServerRequest request, ServerResponse response) {
    Json.send(response, check(request, RequestBody.jsonOrYaml(request, DeploymentRequest.class)));
  }

  /** Checks each separately: none sees the changes of another. */
  private void checkMany(ServerRequest request, ServerResponse response) {
    List<DeploymentRequest> sent =
        DeploymentRules.checks(
            RequestBody.json(request, DeploymentRequest.Checks.class), MAX_CHECKS);
    Json.send(
        response,
        new DeploymentResponse.Checks(sent.stream().map(body -> check(request, body)).toList()));
  }

  private DeploymentResponse.Check check(ServerRequest request, DeploymentRequest body) {
    return check.of(Principal.of(request), cluster(request, body), body);
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(response, deployments.get(clusters.resolve(request), name(request)));
  }

  private void update(ServerRequest request, ServerResponse response) {
    DeploymentRequest body = RequestBody.jsonOrYaml(request, DeploymentRequest.class);
    Json.send(
        response,
        changes.update(Principal.of(request), cluster(request, body), name(request), body));
  }

  private void label(ServerRequest request, ServerResponse response) {
    DeploymentRequest.Metadata body = RequestBody.json(request, DeploymentRequest.Metadata.class);
    List<Violation> violations = DeploymentRules.check(body);
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    Json.send(
        response,
        changes.label(Principal.of(request), clusters.resolve(request), name(request), body));
  }

  private void restart(ServerRequest request, ServerResponse response) {
    Json.send(
        response, changes.restart(Principal.of(request), clusters.resolve(request), name(request)));
  }

  private void revisions(ServerRequest request, ServerResponse response) {
    Json.send(response, history.list(clusters.resolve(request), name(request), Page.of(request)));
  }

  private void events(ServerRequest request, ServerResponse response) {
    Json.send(response, events.list(clusters.resolve(request), name(request), Page.of(request)));
  }

  private void metrics(ServerRequest request, ServerResponse response) {
    int range = QueryParameters.number(request, "range", HOUR, 1, MAX_RANGE);
    Json.send(
        response, traffic.of(clusters.resolve(request), name(request), Duration.ofSeconds(range)));
  }

  private void rollBack(ServerRequest request, ServerResponse response) {
    DeploymentRequest.Rollback body = RequestBody.json(request, DeploymentRequest.Rollback.class);
    Json.send(
        response,
        history.rollBack(Principal.of(request), clusters.resolve(request), name(request), body));
  }

  private void terminate(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        changes.terminate(Principal.of(request), clusters.resolve(request), name(request)));
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    DeploymentChanges.Deletion deletion =
        changes.delete(
            Principal.of(request),
            clusters.resolve(request),
            name(request),
            Expectation.of(request));
    Instant deadline = Instant.now().plus(DELETION);
    while (!changes.isGone(deletion) && Instant.now().isBefore(deadline)) {
      Thread.sleep(50);
    }
    Json.send(response, deletion.response());
  }

  /** A deployment file names its cluster inside; on the wire it is a parameter, which wins. */
  private Cluster cluster(ServerRequest request, DeploymentRequest body) {
    Optional<String> name =
        QueryParameters.cluster(request).or(() -> Optional.ofNullable(body.cluster()));
    return clusters.resolve(Principal.of(request).organization(), name);
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }
}
