package io.bentoform.provider.bentocloud.secret;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.bentoform.provider.Main;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a service that knows BentoCloud's contract and nothing more. */
class SecretWriterTest {

  private static final String ANSWER =
      """
      {"uid":"u","name":"hf","description":"","cluster":{"name":"default"},
       "content":{"type":"env","stage":"runtime","items":[{"key":"K"}]}}
      """;

  @RegisterExtension
  static final WireMockExtension CLOUD =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final Resource secrets = configured();

  private static Resource configured() {
    Provider provider = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF));
    Value.Fields config =
        new Value.Fields(
            Map.of("endpoint", Value.text(CLOUD.baseUrl()), "api_token", Value.text("t")));
    assertThat(provider.configure(config, "1.14.0")).isEmpty();
    return provider.resources().getFirst();
  }

  private static Value.Fields config(String version) {
    return (Value.Fields)
        JsonCodec.decode(
            "{\"name\":\"hf\",\"values_wo\":{\"K\":\"v\"},\"values_wo_version\":\""
                + version
                + "\"}",
            SecretSchema.SCHEMA.type());
  }

  private ApplyOutcome create() {
    Planned planned = secrets.planCreate(config("1"), config("1"), PrivateState.EMPTY);
    return secrets.create(
        new Stored(planned.state(), planned.privateState()), config("1"), new Cancellation());
  }

  private Planned plan(Stored prior, String version) {
    Value.Fields proposed = prior.state().with("values_wo_version", Value.text(version));
    return secrets.planUpdate(prior, proposed, config(version));
  }

  private static Stored stored(ApplyOutcome outcome) {
    assertThat(outcome).isInstanceOf(ApplyOutcome.Done.class);
    return ((ApplyOutcome.Done) outcome).stored();
  }

  @Test
  void a_version_that_was_written_is_not_written_again_by_the_next_plan() {
    CLOUD.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("{}")));
    CLOUD.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
    CLOUD.stubFor(patch(anyUrl()).willReturn(okJson(ANSWER)));
    Stored made = stored(create());
    assertThat(plan(made, "1").state()).isEqualTo(made.state());

    Planned change = plan(made, "2");
    Stored changed =
        stored(
            secrets.update(
                made,
                new Stored(change.state(), change.privateState()),
                config("2"),
                new Cancellation()));

    assertThat(changed.state().get("revision")).isEqualTo(Value.number(2));
    assertThat(plan(changed, "2").state()).isEqualTo(changed.state());
  }

  @Test
  void a_secret_whose_creation_was_never_sent_is_not_said_to_exist_perhaps() {
    CLOUD.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500).withBody("{}")));

    ApplyOutcome outcome = create();

    assertThat(outcome).isInstanceOf(ApplyOutcome.Failed.class);
    assertThat(((ApplyOutcome.Failed) outcome).diagnostics())
        .hasSize(1)
        .allMatch(Diagnostic::isError);
  }
}
