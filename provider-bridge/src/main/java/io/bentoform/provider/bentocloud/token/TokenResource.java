package io.bentoform.provider.bentocloud.token;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.PlainObject;
import io.bentoform.provider.bentocloud.Sha256;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.client.PlainRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code bentocloud_api_token}: a token that lasts. Its value comes from an ephemeral source and is
 * never stored: the state has its hash, and the same source gives it to what uses it.
 */
public final class TokenResource extends PlainObject {

  private static final String DESCRIPTION = "description";
  private static final String SCOPES = "scopes";
  private static final String EXPIRES_AT = "expires_at";
  private static final String TOKEN = "token_wo";
  private static final String VERSION = "token_wo_version";
  private static final String HASH = "hash";
  private static final String CREATED_AT = "created_at";

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages an API token of the user to whom the token of the provider belongs. The value is"
              + " write-only: it comes from an ephemeral source and is never stored.",
          Attribute.required(NAME, Type.STRING)
              .replaces()
              .describedAs("Name, unique among the user's tokens. Changing it replaces the token.")
              .checkedBy(Validators.label()),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Description, for the list of tokens. Defaults to `\"\"`."),
          Attribute.required(SCOPES, new Type.SetOf(Type.STRING))
              .describedAs(
                  "What the token may do: `api` (everything), `read_organization`,"
                      + " `write_organization`, `read_cluster`, `plan_cluster`, `write_cluster`,"
                      + " `protected_endpoint_access`. The token of the provider must have each of them"
                      + " itself."),
          Attribute.optional(EXPIRES_AT, Type.STRING)
              .sameMeaning(TokenResource::isSameTime)
              .describedAs(
                  "When it expires, in RFC 3339, such as `2027-01-31T00:00:00Z`. Without it the token"
                      + " does not expire; removing it replaces the token.")
              .checkedBy(
                  Validators.text(
                      text -> time(text).isPresent(),
                      "Invalid time",
                      "use a time in RFC 3339, such as 2027-01-31T00:00:00Z.")),
          Attribute.required(TOKEN, Type.STRING)
              .asSensitive()
              .asWriteOnly()
              .describedAs(
                  "The value: `bf_` and 43 random letters, digits, hyphens or underscores."
                      + " Write-only: never stored in state or plan. It is written once, when the"
                      + " token is created."),
          Attribute.optional(VERSION, Type.STRING)
              .describedAs(
                  "Any text. Changing it replaces the token by one with the value of that time."),
          Attribute.computed(HASH, Type.STRING)
              .keepsPrior()
              .describedAs(
                  "SHA-256 of the value, in hexadecimal; null after an import. It does not reveal a"
                      + " random value."),
          ClusterSchemas.READ.attribute(),
          ClusterSchemas.uid("token"),
          Attribute.computed(CREATED_AT, Type.STRING)
              .keepsPrior()
              .describedAs("When it was created, in RFC 3339."));

  private static final Schema IDENTITY =
      Schema.of(0, "", Attribute.required(UID, Type.STRING).describedAs("Unique id."));

  public TokenResource(ApiAccess access) {
    super(access, "api_token", SCHEMA, IDENTITY, "api", "v1", "api_tokens");
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isSameTime(Value one, Value other) {
    Optional<Instant> time = one.asText().flatMap(TokenResource::time);
    return time.isPresent() && time.equals(other.asText().flatMap(TokenResource::time));
  }

  @Override
  public List<Diagnostic> validate(Value.Fields config) {
    boolean wrong =
        config
            .get(TOKEN)
            .asText()
            .filter(text -> !text.matches("bf_[A-Za-z0-9_-]{43}"))
            .isPresent();
    return wrong
        ? List.of(
            Diagnostic.error(
                Path.of(TOKEN),
                "Invalid token",
                "A token is \"bf_\" and 43 random letters, digits, hyphens or underscores, for"
                    + " example \"bf_${ephemeral.random_password.NAME.result}\" with length = 43"
                    + " and special = false."))
        : List.of();
  }

  @Override
  protected String address(Value.Fields object) {
    return object.get(UID).asText("");
  }

  @Override
  protected Optional<PlainRecord> findNamed(Value.Fields object) {
    String name = object.get(NAME).asText("");
    return objects().all(null, null).stream()
        .map(PlainRecord::of)
        .filter(there -> there.name().equals(name))
        .findFirst();
  }

  @Override
  protected String importId(ObjectId id, Origin there) {
    return Objects.requireNonNullElse(there.uid(), "");
  }

  @Override
  public Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(schema(), prior.state(), proposed, config);
    if (plan.planned(EXPIRES_AT).isNull() && plan.prior(EXPIRES_AT).isPresent()) {
      plan.requireReplace(Path.of(EXPIRES_AT));
    }
    if (ImportMarker.isChanged(prior, VERSION, plan.planned(VERSION))) {
      plan.requireReplace(Path.of(VERSION));
    }
    plan.followSchema();
    return Planned.of(plan, prior.privateState());
  }

  @Override
  protected Map<String, @Nullable Object> body(Value.Fields goal) {
    Map<String, @Nullable Object> body = new TreeMap<>();
    body.put(DESCRIPTION, goal.get(DESCRIPTION).asText(""));
    body.put(SCOPES, List.copyOf(goal.get(SCOPES).asTextSet()));
    body.put("expired_at", goal.get(EXPIRES_AT).asText().orElse(null));
    return body;
  }

  @Override
  protected Content creation(Value.Fields goal, Value.Fields config) {
    Map<String, @Nullable Object> body = new TreeMap<>(body(goal));
    body.put("token", value(config));
    return new Content(body, Set.of(value(config)));
  }

  private static String value(Value.Fields config) {
    return config.get(TOKEN).asText("");
  }

  @Override
  protected Map<String, Value> values(Value.Fields known, JsonObject json) {
    Map<String, Value> values = new TreeMap<>();
    values.put(DESCRIPTION, Value.text(json.text(DESCRIPTION, "")));
    values.put(SCOPES, Value.setOfText(json.texts(SCOPES)));
    values.put(EXPIRES_AT, Value.ofText(json.text("expired_at")));
    values.put(CREATED_AT, Value.ofText(json.text(CREATED_AT)));
    return values;
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    Value.Fields goal = planned.state().with(HASH, Value.text(hash(value(config))));
    return super.create(new Stored(goal, planned.privateState()), config, cancellation);
  }

  private static String hash(String value) {
    return HexFormat.of().formatHex(Sha256.of(value.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Stored importById(String id) {
    return imported(Map.of(UID, Value.text(id)));
  }
}
