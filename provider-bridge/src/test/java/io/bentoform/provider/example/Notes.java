package io.bentoform.provider.example;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.rpc.ProviderMain;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A provider that keeps notes in a folder. */
public final class Notes implements Provider {

  static final String ADDRESS = "example/notes";

  private final Note note = new Note();

  public static void main(String[] args) throws IOException, InterruptedException {
    ProviderMain.run(args, ADDRESS, (environment, log) -> new Notes());
  }

  @Override
  public Schema schema() {
    return Schema.of(
        0, "Notes.", Attribute.required("folder", Type.STRING).describedAs("Where notes are."));
  }

  @Override
  public List<Resource> resources() {
    return List.of(note);
  }

  @Override
  public List<Diagnostic> configure(Value.Fields config, String hostVersion) {
    config.get("folder").asText().ifPresent(folder -> note.folder = Path.of(folder));
    return List.of();
  }
}
