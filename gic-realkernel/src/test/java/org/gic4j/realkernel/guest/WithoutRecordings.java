package org.gic4j.realkernel.guest;

import org.gic4j.testkit.contract.GoldenLogContract;
import org.gic4j.testkit.contract.TraceContract;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves the recorded logs and traces out of the emulated backend's contract in the guest: gic-emulated's own tests replay
 * them in the same build, and its answers do not depend on the processor that the JVM runs on. Emulated, they take a minute.
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
                ? ConditionEvaluationResult.disabled("gic-emulated's own tests replay recordings")
                : ConditionEvaluationResult.enabled("no recording");
    }
}
