package io.bentoform.api.bento;

import io.bentoform.api.access.Tickets;
import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.StallGuard;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The archives of bentos and models for the pods that run them (additive): by their SHA-256, to who
 * has a ticket for it ({@code Authorization: Bearer}), and no API token.
 */
public final class ArchiveRoutes implements HttpService {
  /** For a day: a pod may begin again long after it was made. What it opens is the digest. */
  public static final Tickets.Purpose TICKET =
      new Tickets.Purpose("bentoform archive ticket", Optional.of(Duration.ofHours(24)));

  private static final String PATH = "/api/v1/archives/";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Archives archives;
  private final Tickets tickets;

  public ArchiveRoutes(Archives archives, Tickets tickets) {
    this.archives = archives;
    this.tickets = tickets;
  }

  /** The path of an archive. */
  public static String path(String digest) {
    return PATH + digest;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "{digest}", this::download);
  }

  private void download(ServerRequest request, ServerResponse response) throws IOException {
    String digest = request.path().pathParameters().get("digest");
    boolean allowed = DIGEST.matcher(digest).matches() && tickets.open(TICKET, request, digest);
    if (!allowed) {
      throw ProblemException.unauthorized(
          "This archive needs a ticket of its own that has not ended. A deployment gets one with"
              + " each rollout: restart it.");
    }
    try (ArchiveContent archive = archives.store().open(digest)) {
      response.headers().contentType(MediaTypes.APPLICATION_OCTET_STREAM);
      response.headers().contentLength(archive.bytes());
      try (OutputStream out = response.outputStream()) {
        StallGuard.copy(archive.stream(), out, archives.limits().patience());
      }
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound(
          "The archive is no longer in the server's archive store. Push the bento or model again.");
    }
  }
}
