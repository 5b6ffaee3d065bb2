package io.bentoform.api.cluster;

import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.ChosenUid;
import io.bentoform.api.wire.InstanceTypeRequest;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates instance types. */
final class InstanceTypeRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern CPU = Pattern.compile("[1-9][0-9]{0,8}m?|[0-9]{1,6}\\.[0-9]{1,3}");
  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,17}([KMGTP]i|[kMGTP])?");
  private static final Pattern GPU = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern GPU_TYPE =
      Pattern.compile("[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");
  private static final int DESCRIPTION = 1024;
  private static final int PRICE = 63;

  private final List<Violation> violations = new ArrayList<>();

  private InstanceTypeRules() {}

  /**
   * The instance type after an update.
   *
   * @param before the values of members that the request leaves out
   * @throws ProblemException 422 with every violation
   */
  static InstanceType.Draft check(InstanceType.Draft before, InstanceTypeRequest request) {
    InstanceType.Draft draft =
        new InstanceType.Draft(
            before.name(),
            or(request.description(), before.description()),
            or(request.price(), before.price()),
            or(request.cpu(), before.cpu()),
            or(request.memory(), before.memory()),
            or(request.gpu(), before.gpu()),
            or(request.gpuType(), before.gpuType()),
            or(request.gpuMemory(), before.gpuMemory()));
    InstanceTypeRules rules = new InstanceTypeRules();
    rules.check(draft);
    ChosenUid.violation(request.uid()).ifPresent(rules.violations::add);
    if (!rules.violations.isEmpty()) {
      throw ProblemException.invalid(rules.violations);
    }
    return draft;
  }

  private static String or(@Nullable String sent, String before) {
    return sent == null ? before : sent;
  }

  private void check(InstanceType.Draft draft) {
    require(
        NAME.matcher(draft.name()).matches(),
        "/name",
        "The name is 1 to 63 lower-case letters, digits, dots and hyphens, such as gpu.l4.1.");
    require(
        draft.description().length() <= DESCRIPTION,
        "/description",
        "The description is longer than 1024 characters.");
    require(
        !draft.price().isEmpty() && draft.price().length() <= PRICE,
        "/price",
        "The price is a text of 1 to 63 characters, or * when it is not shown.");
    require(
        CPU.matcher(draft.cpu()).matches(), "/cpu", "cpu must be a quantity such as 500m or 2.");
    require(
        MEMORY.matcher(draft.memory()).matches(),
        "/memory",
        "memory must be a quantity such as 2Gi or 512Mi.");
    boolean gpu = !draft.gpu().isEmpty();
    require(
        !gpu || GPU.matcher(draft.gpu()).matches(),
        "/gpu",
        "gpu must be a whole number from 1 to 9999.");
    require(
        gpu ? GPU_TYPE.matcher(draft.gpuType()).matches() : draft.gpuType().isEmpty(),
        "/gpu_type",
        "gpu and gpu_type go together: a number of GPUs needs a type such as nvidia-l4.");
    require(
        draft.gpuMemory().isEmpty() || (gpu && MEMORY.matcher(draft.gpuMemory()).matches()),
        "/gpu_memory",
        "gpu_memory must be a quantity such as 24Gi, and needs a gpu.");
  }

  private void require(boolean good, String pointer, String detail) {
    if (!good) {
      violations.add(new Violation(pointer, "instance_type_invalid", detail));
    }
  }
}
