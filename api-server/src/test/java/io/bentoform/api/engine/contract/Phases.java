package io.bentoform.api.engine.contract;

import io.bentoform.api.engine.Progress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down which phases a rollout went through. */
public final class Phases implements Progress {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void building() {
    seen.add("building");
  }

  @Override
  public void deploying() {
    seen.add("deploying");
  }

  @Override
  public void listening(URI url) {
    seen.add("listening");
  }

  public List<String> seen() {
    return List.copyOf(seen);
  }
}
