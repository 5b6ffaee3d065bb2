package io.bentoform.api.gateway;

/** Why a request is not passed on, or not answered by a replica. */
enum Refusal {
  NO_REPLICA(503, true, "No replica of this deployment is ready. Try again later."),
  QUEUE_FULL(503, true, "Too many requests wait for this deployment. Try again later."),
  WAITED_TOO_LONG(503, true, "No replica of this deployment became free in time. Try again later."),
  TOKEN_NOT_CHECKED(503, true, "The token cannot be checked now. Try again."),
  UNREACHABLE(502, false, "The replica ended before it answered."),
  TIMED_OUT(504, false, "The replica did not answer in time."),
  UNAUTHORIZED(
      401,
      false,
      "This endpoint needs an API token with access to protected endpoints, sent as"
          + " Authorization: Bearer TOKEN."),
  STALLED(408, false, "The request was not sent in time."),
  UNKNOWN_HOST(404, false, "No deployment has this host name."),
  NO_TUNNEL(405, false, "The gateway opens no tunnels."),
  MALFORMED(400, false, "The request cannot be read.");

  private final int status;
  private final boolean again;
  private final String text;

  Refusal(int status, boolean again, String text) {
    this.status = status;
    this.again = again;
    this.text = text;
  }

  int status() {
    return status;
  }

  /** Whether the answer says when to try again. */
  boolean again() {
    return again;
  }

  String text() {
    return text;
  }
}
