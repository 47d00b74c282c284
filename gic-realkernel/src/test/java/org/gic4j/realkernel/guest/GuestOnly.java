package org.gic4j.realkernel.guest;

import org.gic4j.realkernel.runner.GuestMain;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips the tests below this package where they are run by another than the guest's JVM: by {@code -Dtest}, or an IDE. */
public final class GuestOnly implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean ofGuest = context.getTestClass()
                .filter(test -> test.getPackageName().startsWith(GuestOnly.class.getPackageName() + "."))
                .isPresent();
        return ofGuest && System.getProperty(GuestMain.RESULTS) == null
                ? ConditionEvaluationResult.disabled("it runs in the real kernel's guest: see docs/REAL-KERNEL.md")
                : ConditionEvaluationResult.enabled("");
    }
}
