package io.bentoform.api.engine.kubernetes;

/** Where things are in a pod. */
final class Layout {
  /** The folder that the pod has to itself. */
  static final String WORK = "/bentoform/work";

  static final String BENTO = WORK + "/bento";
  static final String HOME = WORK + "/home";
  static final String ENVIRONMENT = WORK + "/environment";

  /** The claim. */
  static final String SHARED = "/bentoform/shared";

  static final String FILES = "/bentoform/files";
  static final int PORT = 3000;

  private Layout() {}
}
