package io.bentoform.api.wire;

/** A user (contract 3.2): without the members of {@link Resource}. */
public record UserResponse(String name, String email, String firstName, String lastName) {}
