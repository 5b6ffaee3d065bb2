package io.bentoform.api.wire;

/** A label of an object. Both members are required on the wire. */
public record Label(String key, String value) {}
