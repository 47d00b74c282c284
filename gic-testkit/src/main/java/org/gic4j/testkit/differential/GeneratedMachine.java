package org.gic4j.testkit.differential;

import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.generator.Generator;
import org.gic4j.testkit.differential.lockstep.Subject;
import org.gic4j.testkit.differential.request.Request;

/** Virtual machines in states that a seeded sequence of operations has left. */
public final class GeneratedMachine {
    private GeneratedMachine() {}

    /**
     * A virtual machine that works and is open: initialised, as are its vCPUs; none has run, and affinities are as they
     * were given.
     *
     * @param backend what makes it
     * @param version its interrupt controller
     * @param seed what the operations follow from
     * @param number which of the seed's machines
     * @param operations how many there are after its creation
     */
    public static VirtualMachine create(
            GicBackend backend, GicVersion version, long seed, long number, int operations) {
        VirtualMachineConfiguration configuration = VirtualMachineConfiguration.KVM_GICV2.withHost(version.host());
        Subject subject = new Subject(backend, configuration);
        for (Request request : new Generator(version, seed).machine(number, operations)) {
            if (!(request instanceof Request.ValidateFirstRun
                    || request instanceof Request.SetAffinity
                    || request instanceof Request.CompareState)) {
                subject.put(request);
            }
            if (request instanceof Request.CreateVcpu create) {
                subject.put(new Request.InitializeVcpu(create.id()));
            }
        }
        subject.put(new Request.Set(0, AttributeGroup.CONTROL, AttributeGroup.CONTROL_INIT, 0));
        return subject.vm().orElseThrow();
    }
}
