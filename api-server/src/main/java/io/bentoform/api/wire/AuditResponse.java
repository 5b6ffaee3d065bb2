package io.bentoform.api.wire;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did (additive), as the audit has it: never with a value.
 *
 * @param user the name of the user
 * @param tokenUid the API token of the request
 * @param requestId of the request; null for records from before there were ids
 * @param action such as {@code secret.update}
 * @param object the kind of the object, such as {@code secret}
 * @param cluster of the object; empty when it is in none
 * @param name of the object; empty when there were many
 * @param detail names and numbers, by the action
 */
public record AuditResponse(
    Instant at,
    String user,
    String tokenUid,
    @Nullable String requestId,
    String action,
    String object,
    String cluster,
    String name,
    Map<String, Object> detail) {}
