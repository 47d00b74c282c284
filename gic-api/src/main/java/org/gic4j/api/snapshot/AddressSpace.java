package org.gic4j.api.snapshot;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;

/** How many bits guest addresses need to reach the frames and tables of a snapshot, with their last byte. */
final class AddressSpace {
    /** Bytes of a redistributor's two frames. */
    private static final int REDISTRIBUTOR = Frame.GICV3_REDISTRIBUTOR.size() + Frame.GICV3_REDISTRIBUTOR_SGI.size();
    /** Where {@code KVM_CREATE_VM} is told how many bits. */
    private static final long SIZE_OF_ADDRESSES = 0xFF;

    private final int greatest;
    private int bits;

    private AddressSpace(int bits, int greatest) {
        this.bits = bits;
        this.greatest = greatest;
    }

    /**
     * A configuration with as many bits as a snapshot needs and the host has: what is beyond is refused by the restore.
     *
     * @param snapshot what is to be restored
     * @param configuration has the usual ones
     * @return the same where they are enough
     */
    static VirtualMachineConfiguration reaching(Snapshot snapshot, VirtualMachineConfiguration configuration) {
        AddressSpace space = new AddressSpace(configuration.addressBits(), configuration.addressLimit());
        space.reach(snapshot.state());
        return space.bits == configuration.addressBits()
                ? configuration
                : configuration.withMachineType(configuration.machineType() & ~SIZE_OF_ADDRESSES | space.bits);
    }

    private void reach(GicState state) {
        for (Map.Entry<Long, Long> frame : state.addresses().entrySet()) {
            boolean cpuInterface = state.version() == GicVersion.GICV2 && frame.getKey() == AttributeGroup.ADDRESS_V2_CPU;
            // The others are as large as they are aligned.
            reach(frame.getValue(), cpuInterface ? Frame.GICV2_CPU_INTERFACE.size() : 1);
        }
        for (RedistributorRegion region : state.redistributorRegions()) {
            int redistributors = region.isLegacy() ? state.vcpus().size() : region.count();
            reach(region.base(), (long) redistributors * REDISTRIBUTOR);
        }
        state.translationServices().forEach(this::reach);
        for (VcpuDescription vcpu : state.vcpus()) {
            int index = vcpu.index().value();
            if (LpiRegisters.areEnabled(state, index)) {
                reach(state, Gicv3Redistributor.GICR_PROPBASER, TableRegister.CONFIGURATION, index);
                reach(state, Gicv3Redistributor.GICR_PENDBASER, TableRegister.PENDING, index);
            }
        }
    }

    private void reach(GicState state, Gicv3Redistributor register, TableRegister kind, int index) {
        if (state.has(register)) {
            reach(kind.address(state.wideValue(register, index, 0)), 1);
        }
    }

    private void reach(ItsState its) {
        its.address().ifPresent(address -> reach(address, Frame.ITS.size()));
        for (int number = 0; its.has(Its.GITS_BASER) && number < ItsState.count(Its.GITS_BASER); number++) {
            long base = its.value(Its.GITS_BASER, number);
            if (TableRegister.isValid(base)) {
                reach(TableRegister.TRANSLATION.address(base), TableRegister.size(TableRegister.TRANSLATION, base));
            }
        }
        if (its.has(Its.GITS_CBASER) && TableRegister.isValid(its.value(Its.GITS_CBASER, 0))) {
            long queue = its.value(Its.GITS_CBASER, 0);
            reach(TableRegister.COMMANDS.address(queue), TableRegister.size(TableRegister.COMMANDS, queue));
        }
    }

    private void reach(long address, long bytes) {
        int needed = Long.SIZE - Long.numberOfLeadingZeros(address + Math.max(bytes, 1) - 1);
        if (needed <= greatest) {
            bits = Math.max(bits, needed);
        }
    }
}
