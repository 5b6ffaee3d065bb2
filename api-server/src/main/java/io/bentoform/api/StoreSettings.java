package io.bentoform.api;

import io.bentoform.api.bento.store.StoreChoice;
import io.bentoform.api.crypto.Hidden;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the settings of the archive store.
 *
 * @param values by the names of settings
 * @param errors receives what is wrong, for users
 */
record StoreSettings(UnaryOperator<String> values, List<String> errors) {
  private static final Pattern BUCKET =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[A-Za-z0-9!_.*'()/-]*)?");
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?/?");

  /** Where archives are to be stored. */
  StoreChoice choice(Path data) {
    String store = values.apply("archive-store");
    boolean presigned = isPresigned();
    Optional<URI> endpoint = endpoint();
    Optional<StoreChoice.Keys> keys = keys();
    if (store.equals(Options.absent("archive-store"))) {
      return new StoreChoice.Own(data.resolve("archives"));
    }
    Matcher bucket = BUCKET.matcher(store);
    if (bucket.matches()) {
      String prefix = bucket.group(2) == null ? "" : bucket.group(2).replaceAll("^/+|/+$", "");
      return new StoreChoice.Bucket(
          bucket.group(1), prefix, endpoint, optional("archive-s3-region"), keys, presigned);
    }
    if (store.isEmpty() || store.contains("://")) {
      errors.add("archive-store must be a folder, s3://BUCKET or s3://BUCKET/PREFIX");
    }
    return new StoreChoice.Shared(
        store.startsWith("~/")
            ? Path.of(System.getProperty("user.home"), store.substring(2))
            : Path.of(store).toAbsolutePath());
  }

  private boolean isPresigned() {
    String transfer = values.apply("archive-transfer");
    if (!transfer.equals("presigned") && !transfer.equals("proxy")) {
      errors.add("archive-transfer must be presigned or proxy");
    }
    return transfer.equals("presigned");
  }

  private Optional<URI> endpoint() {
    Optional<String> endpoint = optional("archive-s3-endpoint");
    if (endpoint.isPresent() && !ENDPOINT.matcher(endpoint.get()).matches()) {
      errors.add("archive-s3-endpoint must be an address like https://HOST:PORT");
      return Optional.empty();
    }
    return endpoint.map(URI::create);
  }

  private Optional<StoreChoice.Keys> keys() {
    Optional<String> access = optional("archive-s3-access-key");
    Optional<String> secret = optional("archive-s3-secret-key");
    if (access.isPresent() != secret.isPresent()) {
      errors.add("archive-s3-access-key and archive-s3-secret-key must be set together");
    }
    return access.flatMap(
        one -> secret.map(other -> new StoreChoice.Keys(Hidden.of(one), Hidden.of(other))));
  }

  private Optional<String> optional(String name) {
    return Optional.of(values.apply(name)).filter(value -> !value.isEmpty());
  }
}
