package io.bentoform.api.gateway.remote;

/**
 * A request waits, and no replica of that version is ready.
 *
 * @param deployment uid of the deployment
 * @param service as its route names it
 * @param version the label of the version that the request chose
 */
public record Waited(String deployment, String service, String version) {}
