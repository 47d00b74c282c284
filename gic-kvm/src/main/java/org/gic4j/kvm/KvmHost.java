package org.gic4j.kvm;

import java.util.Set;
import org.gic4j.api.device.DeviceType;

/**
 * What a look at this machine found.
 *
 * @param offers the virtual interrupt controllers that its KVM can create; empty where there is none, or no KVM
 * @param reason in words: what there is, or why there is nothing and what to do
 */
record KvmHost(Set<DeviceType> offers, String reason) {
    /** Copies the set. */
    KvmHost {
        offers = Set.copyOf(offers);
    }

    /**
     * A machine without a virtual interrupt controller.
     *
     * @param reason why, and what to do
     */
    static KvmHost without(String reason) {
        return new KvmHost(Set.of(), reason);
    }
}
