package io.bentoform.api.access;

import static io.bentoform.api.access.Scope.PLAN_CLUSTER;
import static io.bentoform.api.access.Scope.PROTECTED_ENDPOINT_ACCESS;
import static io.bentoform.api.access.Scope.READ_CLUSTER;
import static io.bentoform.api.access.Scope.READ_ORGANIZATION;
import static io.bentoform.api.access.Scope.WRITE_CLUSTER;
import static io.bentoform.api.access.Scope.WRITE_ORGANIZATION;

import io.bentoform.api.http.ConsolePaths;
import io.helidon.common.uri.UriPath;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The required scope of each route. The first line that matches decides; a route without a line
 * does not exist for anybody. Paths match as in the router; {@code /*} is the path itself and all
 * below it.
 */
final class RouteScopes {
  private static final List<Line> API =
      List.of(
          open("/api/v1/version"),
          open("/api/v1/auth/code"),
          open("/api/v1/auth/token"),
          new Line(
              PathMatchers.create("/api/v1/auth/login_request"),
              new Need.AnyToken(),
              new Need.Token(WRITE_ORGANIZATION)),
          // Pods bring a ticket of their own for one archive.
          open("/api/v1/archives/{digest}"),
          // Gateways bring that of their cluster.
          open("/api/v1/gateways/{cluster_uid}/exchange"),
          open("/api/v1/gateways/{cluster_uid}/demand"),
          open("/api/v1/gateways/{cluster_uid}/access"),
          open("/openapi"),
          open("/health/*"),
          open("/metrics/*"),
          new Line(
              PathMatchers.create("/api/v1/session"),
              new Need.AnyToken(),
              new Need.Open(),
              new Need.AnyToken()),
          anyToken("/api/v1/sessions"),
          anyToken("/api/v1/auth/current"),
          anyToken("/api/v1/current_org"),
          anyToken("/api/v1/secret_templates"),
          scoped("/api/v1/root_key/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/audit", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/api_tokens/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/clusters", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/clusters/{cluster}", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/instance_types/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          // A PATCH on the wire, and yet the first half of a download (contract C7.4).
          reading("/api/v1/bento_repositories/{name}/bentos/{version}/presign_download_url"),
          reading("/api/v1/model_repositories/{name}/models/{version}/presign_download_url"),
          scoped("/api/v1/bento_repositories/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/bentos/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/model_repositories/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          scoped("/api/v1/models/*", READ_ORGANIZATION, WRITE_ORGANIZATION),
          // They could be used to guess values: read access is not enough.
          asking("/api/v1/org_secrets/compare"),
          asking("/api/v1/org_secrets/{name}/compare"),
          asking("/api/v1/org_secrets/{name}/impact"),
          asking("/api/v2/deployments/check"),
          asking("/api/v2/deployments/check_many"),
          scoped("/api/v1/org_secrets/*", READ_CLUSTER, WRITE_CLUSTER),
          scoped(
              "/api/v2/deployments/{name}/proxy/*",
              PROTECTED_ENDPOINT_ACCESS,
              PROTECTED_ENDPOINT_ACCESS),
          scoped("/api/v2/deployments/*", READ_CLUSTER, WRITE_CLUSTER),
          scoped("/api/v1/terraform", READ_CLUSTER, WRITE_CLUSTER),
          scoped("/ws/v1/clusters/{cluster}/pods", READ_CLUSTER, WRITE_CLUSTER),
          scoped("/ws/v1/clusters/{cluster}/tail", READ_CLUSTER, WRITE_CLUSTER),
          scoped("/ws/v2/deployments/*", READ_CLUSTER, WRITE_CLUSTER));

  private static final List<Line> TABLE =
      Stream.of(
              API.stream(),
              Stream.of(open(ConsolePaths.FILES + "/*")),
              ConsolePaths.PAGES.stream().map(RouteScopes::open))
          .flatMap(lines -> lines)
          .toList();

  private RouteScopes() {}

  /** What a route requires of the caller. */
  sealed interface Need {
    /** Nothing. */
    record Open() implements Need {}

    /** A valid token with any scopes. */
    record AnyToken() implements Need {}

    /** A valid token with this scope or one that includes it. */
    record Token(Scope scope) implements Need {}
  }

  private record Line(PathMatcher path, Need toRead, Need toPost, Need toWrite) {
    Line(PathMatcher path, Need toRead, Need toWrite) {
      this(path, toRead, toWrite, toWrite);
    }

    Need toDo(Method method) {
      if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
        return toRead;
      }
      return method.equals(Method.POST) ? toPost : toWrite;
    }
  }

  /** What this request requires; empty when no line matches. */
  static Optional<Need> of(Method method, UriPath path) {
    return TABLE.stream()
        .filter(line -> line.path().match(path).accepted())
        .findFirst()
        .map(line -> line.toDo(method));
  }

  private static Line open(String path) {
    return new Line(PathMatchers.create(path), new Need.Open(), new Need.Open());
  }

  private static Line anyToken(String path) {
    return new Line(PathMatchers.create(path), new Need.AnyToken(), new Need.AnyToken());
  }

  private static Line reading(String path) {
    return scoped(path, READ_ORGANIZATION, READ_ORGANIZATION);
  }

  /** A POST that changes nothing. The other methods mean an object of that name. */
  private static Line asking(String path) {
    return new Line(
        PathMatchers.create(path),
        new Need.Token(READ_CLUSTER),
        new Need.Token(PLAN_CLUSTER),
        new Need.Token(WRITE_CLUSTER));
  }

  private static Line scoped(String path, Scope toRead, Scope toWrite) {
    return new Line(PathMatchers.create(path), new Need.Token(toRead), new Need.Token(toWrite));
  }
}
