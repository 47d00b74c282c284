package org.gic4j.serialization.qemu;

import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.VmState;

/** Reads {@code arm_gicv3_its}: the registers of an ITS. Its tables are in guest memory, which is not in the stream. */
final class ArmGicv3Its {
    static final String DEVICE = "arm_gicv3_its";

    private ArmGicv3Its() {}

    /**
     * Reads a section.
     *
     * @param section the ITS
     * @param virt whether the machine is QEMU's {@code virt}, which says where the ITS is
     */
    static ItsState read(DeviceSection section, boolean virt) {
        VmState body = section.body();
        ItsState.Builder its = new ItsState.Builder()
                .value(Its.GITS_CTLR, 0, body.number("ctlr", Integer.BYTES) & 0xFFFF_FFFFL)
                .value(Its.GITS_IIDR, 0, body.number("iidr", Integer.BYTES) & 0xFFFF_FFFFL)
                .value(Its.GITS_CBASER, 0, body.longs("cbaser", 1)[0])
                .value(Its.GITS_CWRITER, 0, body.longs("cwriter", 1)[0])
                .value(Its.GITS_CREADR, 0, body.longs("creadr", 1)[0]);
        long[] tables = body.longs("baser", Its.TABLES);
        for (int number = 0; number < tables.length; number++) {
            its.value(Its.GITS_BASER, number, tables[number]);
        }
        if (virt) {
            its.address(VirtMachine.ITS);
        }
        return its.build();
    }
}
