package io.bentoform.api.engine;

/**
 * Something in the configuration of a service that an engine cannot honour.
 *
 * @param service name of the BentoML service
 * @param pointer a JSON pointer (RFC 6901) to the setting in the request for the deployment
 * @param code one stable word for programs
 * @param detail one or two sentences for users
 * @param refused whether the deployment cannot run at all; otherwise it runs without this setting
 */
public record Limitation(
    String service, String pointer, String code, String detail, boolean refused) {}
