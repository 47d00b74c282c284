package org.gic4j.emulated.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link Gicv2DifferentialTest}, for GICv3. */
class Gicv3DifferentialTest {
    private static final long OPERATIONS = 100_000;
    private static final DifferentialOptions FIXED = DifferentialOptions.gicv3(0x5EED, OPERATIONS).withFailures(1);

    @TempDir
    Path folder;

    @Test
    void shouldAgreeWithItself() {
        DifferentialReport report = Found.assertAgrees(
                "GICv3", DifferentialOptions.gicv3(Seed.chosen(), OPERATIONS), new EmulatedBackend());
        // What the repertoire is worth: every errno that a GICv3 machine has an occasion for.
        assertThat(report.answers())
                .containsOnlyKeys(
                        "OK",
                        "ENOENT",
                        "EIO",
                        "ENXIO",
                        "E2BIG",
                        "ENOEXEC",
                        "EBADF",
                        "EBUSY",
                        "EEXIST",
                        "ENODEV",
                        "EINVAL");
    }

    @Test
    void shouldFindALineThatDoesNotFall() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int line(VirtualMachine right, int irq, int level) {
                        boolean ppi = InterruptLine.type(irq) == InterruptLine.TYPE_PPI;
                        return right.tryInterruptLine(irq, ppi && InterruptLine.number(irq) == 23 ? level | 1 : level);
                    }
                },
                9);
    }

    @Test
    void shouldFindARouteThatKeepsABitTooMany() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int get(Device right, int group, long attribute, long[] values, int index) {
                        int errno = right.tryGet(group, attribute, values, index);
                        boolean route = group == AttributeGroup.DISTRIBUTOR_REGISTERS
                                && (attribute & 0xFFFF_FFFFL)
                                        == Gicv3Distributor.GICD_IROUTER.row().offset() + 8 * 40;
                        if (errno == Errno.OK && route && (values[index] & 0xFF) != 0) {
                            values[index] |= 1L << 31;
                        }
                        return errno;
                    }
                },
                7);
    }

    @Test
    void shouldFindARegionOfTheWrongErrno() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int set(Device right, int group, long attribute, long value) {
                        int errno = right.trySet(group, attribute, value);
                        return group == AttributeGroup.ADDRESS
                                        && attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION
                                        && errno == Errno.E2BIG
                                ? Errno.EINVAL
                                : errno;
                    }
                },
                4);
    }

    @Test
    void shouldFindASystemRegisterOfAnotherVcpu() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int get(Device right, int group, long attribute, long[] values, int index) {
                        boolean other = group == AttributeGroup.CPU_SYSTEM_REGISTERS && attribute >>> 32 == 1;
                        return right.tryGet(
                                group, other ? attribute & 0xFFFF_FFFFL : attribute, values, index);
                    }
                },
                10);
    }
}
