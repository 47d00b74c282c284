package org.gic4j.realkernel.guest.gicv2;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.WithoutRecordings;
import org.gic4j.realkernel.guest.processor.KvmWithGuests;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv2Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the KVM of a real kernel. */
@ExtendWith(WithoutRecordings.class)
class KvmContractTest extends Gicv2Contract {
    KvmContractTest() {
        super(new Implementation(
                        new KvmWithGuests(),
                        GicVersion.GICV2,
                        Map.ofEntries(
                                Map.entry(Feature.EXECUTION_MARKS, "KVM runs guest code itself"),
                                Map.entry(Feature.QEMU_PROFILE, "KVM is like KVM"),
                                Map.entry(Feature.IGNORED_ACCESSES, "the kernel counts none"),
                                Map.entry(Feature.OUTPUT_LISTENER, "the kernel tells nobody of outputs"),
                                Map.entry(Feature.GUEST_ACCESS_REFUSALS, "accesses come out"),
                                Map.entry(Feature.LATE_DELIVERY, "KVM does not queue it again (DEV-21)"),
                                Map.entry(Feature.LOWEST_INTID_FIRST, "of equal priorities the list register decides"),
                                Map.entry(Feature.DEACTIVATION_BY_ANY_VCPU, "it is in no list register there"),
                                Map.entry(Feature.MANY_ACTIVE_INTERRUPTS, "active interrupts fill list registers"),
                                Map.entry(Feature.ALIASED_REGISTERS, "this hardware has none"),
                                Map.entry(Feature.UNMASKED_HIGHEST_PENDING, "this hardware masks, and leaves sources out"),
                                Map.entry(Feature.GICC_WORDS_ALONE, "accesses go to hardware, which takes bytes")))
                .withExecution(new LoopingVcpu()));
    }
}
