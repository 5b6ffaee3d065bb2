package io.bentoform.api.engine.local.sandbox;

/** How what runs is kept apart from this machine and from each other. */
public enum Isolation {
  /** By bubblewrap where it works; without it only when the server does not run as root. */
  AUTO,
  /** By bubblewrap, or not at all. */
  BUBBLEWRAP,
  /** Not: what runs may do whatever the user of the server may. */
  NONE
}
