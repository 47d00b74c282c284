package org.gic4j.realkernel.guest;

import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.TraceContract;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves the recorded logs and traces out of the contracts in the guest. On KVM {@code gic replay} replays every log here
 * ({@link ReplayCommandContract}); the emulated backend's own tests do it in the same build, and its answers do not depend
 * on the processor that the JVM runs on. Emulated, the logs take a minute each time.
 */
public final class WithoutRecordings implements ExecutionCondition {
    /** Made by Jupiter. */
    public WithoutRecordings() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean recordings = context.getTestClass()
                .filter(type -> GoldenLogContract.class.isAssignableFrom(type) || TraceContract.class.isAssignableFrom(type))
                .isPresent();
        return recordings
                ? ConditionEvaluationResult.disabled("recordings are replayed elsewhere, see WithoutRecordings")
                : ConditionEvaluationResult.enabled("no recording");
    }
}
