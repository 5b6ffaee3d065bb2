package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** Volumes that all pods have, and where containers see them. */
final class Volumes {
  static final String TEMPORARY = "tmp";
  static final String FILES = "files";

  private Volumes() {}

  /** A folder of the pod alone. */
  static Volume emptyFolder(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  /** The files that all pods see. */
  static Volume files(SharedFiles files) {
    return new VolumeBuilder()
        .withName(FILES)
        .withNewConfigMap()
        .withName(files.name())
        .endConfigMap()
        .build();
  }

  static VolumeMount mountTemporary() {
    return mount(TEMPORARY, "/tmp", false);
  }

  static VolumeMount mountFiles() {
    return mount(FILES, Layout.FILES, true);
  }

  static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly)
        .build();
  }
}
