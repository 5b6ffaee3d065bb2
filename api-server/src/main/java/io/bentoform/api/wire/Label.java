package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;

/** A label of an object. Both members are required on the wire. */
public record Label(String key, String value) {

  /** Whether both members were sent: a body may leave out what its record calls for. */
  @JsonIgnore
  public boolean isWhole() {
    return Objects.nonNull(key) && Objects.nonNull(value);
  }
}
