package io.bentoform.api.gateway.remote;

/** The environment variables by which an engine tells the process of a gateway what to do. */
public final class GatewayVariables {
  /** The address of the cluster's gateways at the control API, with a slash at its end. */
  public static final String CONTROL = "BENTOFORM_CONTROL_URL";

  /** Opens that address. */
  public static final String TOKEN = "BENTOFORM_GATEWAY_TOKEN";

  /** A PEM file of what is trusted there; what the image trusts without it. */
  public static final String CERTIFICATES = "SSL_CERT_FILE";

  /** The domain below which deployments have their host names. */
  public static final String DOMAIN = "BENTOFORM_ENDPOINT_DOMAIN";

  /** The port for them. */
  public static final String PORT = "BENTOFORM_ENDPOINT_PORT";

  /** The port for calls between services. */
  public static final String INTERNAL_PORT = "BENTOFORM_INTERNAL_PORT";

  private GatewayVariables() {}
}
