package io.bentoform.api.access;

import io.bentoform.api.wire.UserResponse;

/** A person or a program that acts. */
public record User(long id, String name, String email, String firstName, String lastName) {

  public UserResponse response() {
    return new UserResponse(name, email, firstName, lastName);
  }
}
