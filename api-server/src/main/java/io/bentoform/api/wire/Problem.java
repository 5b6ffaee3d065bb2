package io.bentoform.api.wire;

import java.util.List;

/**
 * The body of every error (RFC 9457).
 *
 * @param type a URN that names the kind of problem
 * @param errors what is wrong where; may be empty
 */
public record Problem(
    String type, String title, int status, String detail, List<Violation> errors) {}
