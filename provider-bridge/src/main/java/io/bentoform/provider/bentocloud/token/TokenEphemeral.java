package io.bentoform.provider.bentocloud.token;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.JsonObjects;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.EphemeralResource;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.GoDuration;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code bentocloud_api_token}, ephemeral: a token that lives as long as the plan or apply that
 * uses it, and is never stored. It is deleted at the end, and expires by itself when the run was
 * interrupted.
 */
public final class TokenEphemeral implements EphemeralResource {

  private static final String SCOPES = "scopes";
  private static final String LIFETIME = "lifetime";
  private static final String DESCRIPTION = "description";
  private static final String NAME = "name";
  private static final String UID = "uid";
  private static final String TOKEN = "token";
  private static final String EXPIRES_AT = "expires_at";

  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
  private static final String DEFAULT_DESCRIPTION = "Made by Terraform for one run";

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Creates a short-lived API token for one plan or apply. It is deleted at the end of the run"
              + " and never stored.",
          Attribute.required(SCOPES, new Type.SetOf(Type.STRING))
              .describedAs(
                  "What the token may do: `api` (everything), `read_organization`,"
                      + " `write_organization`, `read_cluster`, `plan_cluster`, `write_cluster`,"
                      + " `protected_endpoint_access`. The token of the provider must have each of them"
                      + " itself, and `write_organization` to create tokens."),
          Attribute.optional(LIFETIME, Type.STRING)
              .describedAs(
                  "After which time it expires by itself, such as `30m`: the limit for a run that was"
                      + " interrupted before it could delete the token. Defaults to `1h`.")
              .checkedBy(Validators.duration()),
          Attribute.optional(DESCRIPTION, Type.STRING)
              .describedAs(
                  "Description, for the list of tokens. Defaults to `"
                      + DEFAULT_DESCRIPTION
                      + "`."),
          Attribute.computed(NAME, Type.STRING).describedAs("Generated name of the token."),
          Attribute.computed(UID, Type.STRING).describedAs("Unique id of the token."),
          Attribute.computed(EXPIRES_AT, Type.STRING)
              .describedAs("When it expires by itself, in RFC 3339."),
          Attribute.computed(TOKEN, Type.STRING)
              .asSensitive()
              .describedAs("Value of the token. Ephemeral: never stored in state or plan."));

  private final ApiAccess access;

  public TokenEphemeral(ApiAccess access) {
    this.access = access;
  }

  @Override
  public String typeName() {
    return "bentocloud_api_token";
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  private JsonObjects tokens() {
    return access.ready().api().objects("api", "v1", "api_tokens");
  }

  @Override
  public Opened open(Value.Fields config, Cancellation cancellation) {
    Duration lifetime =
        config.get(LIFETIME).asText().flatMap(GoDuration::parse).orElse(DEFAULT_LIFETIME);
    String end = Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(NAME, "terraform-" + Origin.newUid());
    body.put(DESCRIPTION, config.get(DESCRIPTION).asText(DEFAULT_DESCRIPTION));
    body.put(SCOPES, List.copyOf(config.get(SCOPES).asTextSet()));
    body.put("expired_at", end);
    JsonObject made =
        ApiErrors.call("create an API token", () -> tokens().create(null, body, Set.of()));
    Value.Fields result =
        config
            .with(NAME, Value.text(made.text(NAME, "")))
            .with(UID, Value.text(made.text(UID, "")))
            .with(EXPIRES_AT, Value.text(end))
            .with(TOKEN, Value.text(made.text(TOKEN, "")));
    return new Opened(result, PrivateState.EMPTY.with(UID, made.text(UID, "")), Optional.empty());
  }

  @Override
  public List<Diagnostic> close(PrivateState privateState) {
    Optional<String> uid = privateState.get(UID);
    try {
      uid.ifPresent(known -> tokens().delete(null, known, null));
      return List.of();
    } catch (ApiException e) {
      Function<String, Path> whole = pointer -> Path.ROOT;
      return ApiErrors.describe("delete the API token " + uid.orElse(""), e, whole);
    }
  }
}
