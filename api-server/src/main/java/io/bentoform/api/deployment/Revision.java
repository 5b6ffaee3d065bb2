package io.bentoform.api.deployment;

import io.bentoform.api.access.User;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.wire.DeploymentConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One accepted change of a deployment: all that is needed to run it.
 *
 * @param bento with the manifest that came with this archive
 * @param archiveDigest of the bento's archive when the change was accepted; a codespace needs none
 * @param entryServiceName the service that took requests from outside then
 * @param models of the main version
 * @param versions the canary versions
 */
public record Revision(
    int number,
    String uid,
    Bento bento,
    @Nullable String archiveDigest,
    String entryServiceName,
    DeploymentConfig config,
    List<AttachedSecret> secrets,
    List<AttachedModel> models,
    List<CanaryVersion> versions,
    User creator,
    Instant createdAt) {

  /**
   * A secret as this revision uses it.
   *
   * @param uid tells it from a later secret of the same name
   */
  public record AttachedSecret(String name, String uid, int revision, List<String> keys) {}

  /**
   * A stored model as this revision uses it.
   *
   * @param digest of the model's archive when the change was accepted
   */
  public record AttachedModel(String name, String version, String digest) {}

  /**
   * What a canary version runs. Its settings are in the configuration, under its label.
   *
   * @param archiveDigest of its bento's archive when the change was accepted
   */
  public record CanaryVersion(
      String label,
      Bento bento,
      String archiveDigest,
      String entryServiceName,
      List<AttachedModel> models) {}
}
