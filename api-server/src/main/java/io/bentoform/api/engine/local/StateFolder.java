package io.bentoform.api.engine.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of deployments and replicas on disk, one small file each. */
final class StateFolder {
  private static final System.Logger LOG = System.getLogger(StateFolder.class.getName());
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final String RECORD = ".json";

  private final Path deployments;

  StateFolder(Path root) {
    this.deployments = root.resolve("deployments");
  }

  /** Holds what belongs to one deployment alone. */
  Path folder(String uid) {
    return deployments.resolve(uid);
  }

  List<String> uids() throws IOException {
    return FileTrees.children(deployments).stream()
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  void save(DeploymentRecord deployment) throws IOException {
    PrivateFiles.createFolder(folder(deployment.uid()));
    PrivateFiles.write(file(deployment.uid()), JSON.writeValueAsBytes(deployment));
  }

  /** Empty when there is no readable record, as after a crash before the first was written. */
  Optional<DeploymentRecord> deployment(String uid) {
    return read(file(uid), DeploymentRecord.class);
  }

  void save(ReplicaRecord replica) throws IOException {
    PrivateFiles.createFolder(replicasFolder(replica.uid()));
    PrivateFiles.write(file(replica), JSON.writeValueAsBytes(replica));
  }

  void forget(ReplicaRecord replica) throws IOException {
    Files.deleteIfExists(file(replica));
  }

  List<ReplicaRecord> replicas(String uid) throws IOException {
    List<ReplicaRecord> records = new ArrayList<>();
    for (Path file : FileTrees.children(replicasFolder(uid))) {
      if (file.toString().endsWith(RECORD)) {
        read(file, ReplicaRecord.class).ifPresent(records::add);
      } else {
        // The draft of a record, which a killed server left.
        Files.delete(file);
      }
    }
    return records;
  }

  void remove(String uid) throws IOException {
    PrivateFiles.delete(folder(uid));
  }

  private Path file(String uid) {
    return folder(uid).resolve("deployment.json");
  }

  private Path replicasFolder(String uid) {
    return folder(uid).resolve("replicas");
  }

  private Path file(ReplicaRecord replica) {
    return replicasFolder(replica.uid()).resolve(replica.id() + RECORD);
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), type));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The record {0} cannot be read; it is ignored.", file);
      return Optional.empty();
    }
  }
}
