package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.Network;
import io.bentoform.provider.client.Proxies;
import io.bentoform.provider.client.TrustedCertificates;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.Action;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.resource.EphemeralResource;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ProviderFunction;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The provider {@code bentocloud}: its configuration and resources. */
public final class BentoCloudProvider implements Provider {

  /** The source address, as in {@code required_providers}: each host adds its own registry. */
  public static final String ADDRESS = "bentoform/bentocloud";

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages secrets and deployments of BentoML on Bentoform or BentoCloud.",
          Attribute.optional("endpoint", Type.STRING)
              .describedAs(
                  "Address of the control API, such as `https://host`, without `/api`. Falls back to"
                      + " the environment variable `BENTO_CLOUD_API_ENDPOINT`, then to the stored"
                      + " context, then to the public BentoCloud."),
          Attribute.optional("api_token", Type.STRING)
              .asSensitive()
              .describedAs(
                  "API token. Falls back to the environment variable `BENTO_CLOUD_API_KEY`, then to"
                      + " the stored context."),
          Attribute.optional("cluster", Type.STRING)
              .describedAs(
                  "Cluster of all objects that name none. Without it the API's default cluster is"
                      + " used.")
              .checkedBy(Validators.label()),
          Attribute.optional("context", Type.STRING)
              .describedAs(
                  "Name of a context in `$BENTOML_HOME/.yatai.yaml`, where `bentoml cloud login`"
                      + " stores an address with its token. Falls back to the environment variable"
                      + " `BENTOML_CLOUD_CONTEXT`, then to the current context of that file. A context"
                      + " that is set here takes precedence over the variables of address and token."));

  private final Map<String, String> environment;
  private final Log log;
  private final ApiAccess access = new ApiAccess();
  private final Catalog catalog;

  /**
   * Creates the provider for one host.
   *
   * @param environment of that host
   * @param offers creates what it offers
   */
  public BentoCloudProvider(
      Map<String, String> environment, Log log, Function<ApiAccess, Catalog> offers) {
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.catalog = offers.apply(access);
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<Resource> resources() {
    return catalog.resources();
  }

  @Override
  public List<DataSource> dataSources() {
    return catalog.dataSources();
  }

  @Override
  public List<EphemeralResource> ephemeralResources() {
    return catalog.ephemeralResources();
  }

  @Override
  public List<ProviderFunction> functions() {
    return catalog.functions();
  }

  @Override
  public List<Action> actions() {
    return catalog.actions();
  }

  @Override
  public List<Diagnostic> configure(Value.Fields config, String hostVersion) {
    if (!config.isWhollyKnown()) {
      access.use(new ApiAccess.Connection.NotKnownYet());
      return List.of();
    }
    Settings settings = Settings.resolve(config, environment);
    URI endpoint = settings.endpoint().uri();
    ControlApi api = new ControlApi(endpoint, settings.token(), log, network(endpoint));
    @Nullable String cluster = config.get("cluster").asText().orElse(null);
    access.use(new ApiAccess.Connection.Ready(api, cluster));
    return settings.endpoint().warnings();
  }

  private Network network(URI endpoint) {
    try {
      return new Network(trusted(endpoint), Proxies.of(environment, endpoint));
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.error("Cannot use the proxy", String.valueOf(e.getMessage())));
    }
  }

  private Optional<SSLContext> trusted(URI endpoint) {
    if (!endpoint.getScheme().equalsIgnoreCase("https")) {
      return Optional.empty();
    }
    try {
      return TrustedCertificates.of(environment);
    } catch (IOException e) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Cannot use the trusted certificates",
              e.getMessage()
                  + " The environment variable "
                  + TrustedCertificates.VARIABLE
                  + " must name a PEM file with the certificate of the control API or of its"
                  + " authority."));
    }
  }

  @Override
  public boolean isReady() {
    return access.readyOrNull() != null;
  }

  @Override
  public void stop() {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null) {
      ready.api().stop();
    }
  }
}
