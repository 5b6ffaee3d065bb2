package io.bentoform.provider.example;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code notes_note}: a text in a file. The plans follow from the schema. */
final class Note implements Resource {

  volatile Path folder = Path.of(".");

  @Override
  public String typeName() {
    return "notes_note";
  }

  @Override
  public Schema schema() {
    return Schema.of(
        0,
        "A note.",
        Attribute.required("name", Type.STRING).replaces().checkedBy(Validators.label()),
        Attribute.optionalComputed("text", Type.STRING).withDefault(Value.text("")),
        Attribute.computed("file", Type.STRING).keepsPrior(),
        Attribute.computed("length", Type.NUMBER));
  }

  private Path file(Value.Fields note) {
    return folder.resolve(note.get("name").asText().orElseThrow());
  }

  private static Stored stored(Value.Fields note, Path file, String text) {
    return new Stored(
        note.with("text", Value.text(text))
            .with("file", Value.text(file.toString()))
            .with("length", Value.number(text.length())),
        PrivateState.EMPTY);
  }

  @Override
  public ReadOutcome read(Stored current) {
    Path file = file(current.state());
    try {
      return Files.exists(file)
          ? new ReadOutcome.Found(stored(current.state(), file, Files.readString(file)))
          : new ReadOutcome.Gone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    Path file = file(planned.state());
    String text = planned.state().get("text").asText().orElse("");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ApplyOutcome.Done(stored(planned.state(), file, text));
  }

  @Override
  public ApplyOutcome update(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    return create(planned, config, cancellation);
  }

  @Override
  public List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    try {
      Files.deleteIfExists(file(prior.state()));
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Stored importById(String id) {
    return new Stored(schema().defaults().with("name", Value.text(id)), PrivateState.EMPTY);
  }
}
