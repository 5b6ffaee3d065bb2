package io.bentoform.api.engine;

/**
 * What an instance type gives to each replica.
 *
 * @param instanceType its name, for messages; empty for none
 * @param milliCpus thousandths of a processor; 0 for no limit
 * @param memory bytes; 0 for no limit
 * @param gpus how many GPUs a replica has to itself
 * @param gpuType the model of its GPUs, e.g. {@code nvidia-l4}; empty when it has none
 */
public record Resources(
    String instanceType, long milliCpus, long memory, int gpus, String gpuType) {

  /** Without an instance type. */
  public static final Resources NONE = new Resources("", 0, 0, 0, "");
}
