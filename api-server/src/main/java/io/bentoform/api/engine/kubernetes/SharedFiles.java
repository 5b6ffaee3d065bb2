package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Files that all pods of an engine see, as a ConfigMap that never changes: what has another content
 * has another name.
 *
 * @param texts by the name of the file
 */
record SharedFiles(Map<String, String> texts) {
  static final String PREPARE = "prepare.py";
  static final String SERVE = "serve.py";
  static final String CERTIFICATES = "certificates.pem";

  private static final int DIGITS = 12;

  SharedFiles {
    texts = Map.copyOf(texts);
  }

  /** What pods run of ours, and the certificates that they trust, if any are set. */
  static SharedFiles of(KubernetesSettings settings) {
    Map<String, String> texts = new TreeMap<>();
    texts.put(PREPARE, script(PREPARE));
    texts.put(SERVE, script(SERVE));
    settings.certificates().ifPresent(pem -> texts.put(CERTIFICATES, pem));
    return new SharedFiles(texts);
  }

  private static String script(String name) {
    try (InputStream in =
        Objects.requireNonNull(SharedFiles.class.getResourceAsStream("/engine/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    String content = new TreeMap<>(texts).toString();
    return "bentoform-files-" + DigestUtils.sha256Hex(content).substring(0, DIGITS);
  }

  ConfigMap object() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name())
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .endMetadata()
        .withImmutable(true)
        .withData(texts)
        .build();
  }
}
