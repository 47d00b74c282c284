package org.gic4j.cli.view;

import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a pending interrupt at one vCPU: it is signalled, or the first thing on its way that keeps it.
 *
 * @param vcpu which vCPU; null where it goes to none
 * @param outcome what becomes of it
 * @param words the same in words, with the registers that decide it, without the vCPU
 */
public record Delivery(@Nullable VcpuDescription vcpu, Outcome outcome, String words) {
    /** What becomes of a pending interrupt, in the order in which it meets them. */
    public enum Outcome {
        /** The state lacks a register that decides. */
        UNKNOWN("unknown"),
        /** It is not enabled. */
        DISABLED("disabled"),
        /** It is active: what is pending again is signalled after that. */
        ACTIVE("active"),
        /** An LPI that no event of an ITS is mapped to: a restore leaves its pending bit behind. */
        UNMAPPED("unmapped"),
        /** The redistributor takes no LPIs. */
        LPIS_OFF("lpis-off"),
        /** The distributor does not forward its group. */
        GROUP_OFF("group-off"),
        /** It is routed to an affinity that no vCPU has, or targets no vCPU. */
        NO_TARGET("no-target"),
        /** The CPU interface does not take its group. */
        CPU_GROUP_OFF("cpu-group-off"),
        /** Its priority is not above the priority mask. */
        MASKED("masked"),
        /** Its group priority is not above the running priority. */
        RUNNING("running"),
        /** Another interrupt is the highest priority pending one. */
        WAITS("waits"),
        /** The vCPU's input is asserted for it; what its guest does is beyond an interrupt controller. */
        SIGNALLED("signalled");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        /** A stable name. */
        public String id() {
            return id;
        }
    }
}
