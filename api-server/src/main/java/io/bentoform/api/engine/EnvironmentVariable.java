package io.bentoform.api.engine;

import io.bentoform.api.crypto.Hidden;

/** One environment variable; its value may be a secret and so has no text form. */
public record EnvironmentVariable(String name, Hidden value) {}
