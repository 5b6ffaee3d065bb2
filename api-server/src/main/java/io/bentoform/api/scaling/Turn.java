package io.bentoform.api.scaling;

/** Of several servers one scales at a time. */
public interface Turn {

  /** Takes it, or keeps it; false while another server has it. */
  boolean take();

  /** Whether it was taken so lately that no other server can have it. */
  boolean isHeld();

  /** Gives it back at the end, so that another server need not wait; it is not an error. */
  void giveBack();
}
