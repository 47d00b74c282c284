package org.gic4j.cli.view;

import java.util.OptionalInt;
import org.gic4j.api.registers.InterruptProperty;

/**
 * The pending interrupt of highest priority that the distributor forwards to a vCPU, whatever the vCPU's priority mask
 * and running priority (IHI 0048B section 4.4.10, GICC_HPPIR; IHI 0069 section 12.2, ICC_HPPIR1_EL1).
 *
 * @param intid its number
 * @param priority its priority, 0 highest
 * @param group 0 or 1
 * @param source for a software generated interrupt, the lowest of the vCPUs that sent it
 */
public record BestPending(int intid, int priority, int group, OptionalInt source) {
    static BestPending of(InterruptView interrupt) {
        int sources = interrupt.value(InterruptProperty.SGI_SOURCES).orElse(0);
        return new BestPending(
                interrupt.intid(),
                priority(interrupt),
                interrupt.value(InterruptProperty.GROUP).orElse(0),
                sources == 0 ? OptionalInt.empty() : OptionalInt.of(Integer.numberOfTrailingZeros(sources)));
    }

    static int priority(InterruptView interrupt) {
        return interrupt.value(InterruptProperty.PRIORITY).orElse(0);
    }
}
