package org.gic4j.emulated.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The emulated backend against itself, which finds whatever throws, allocates handles wrongly or depends on chance; and
 * against itself with one rule broken, which the run must find.
 */
class Gicv2DifferentialTest {
    private static final long OPERATIONS = 100_000;
    private static final DifferentialOptions FIXED = DifferentialOptions.gicv2(0x5EED, OPERATIONS).withFailures(1);

    @TempDir
    Path folder;

    @Test
    void shouldAgreeWithItself() {
        DifferentialReport report = Found.assertAgrees(
                "GICv2", DifferentialOptions.gicv2(Seed.chosen(), OPERATIONS), new EmulatedBackend());
        // What the repertoire is worth: every errno that a GICv2 machine has an occasion for.
        assertThat(report.answers())
                .containsOnlyKeys(
                        "OK", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "EBUSY", "EEXIST", "ENODEV", "EINVAL");
    }

    @Test
    void shouldFindALineThatDoesNotFall() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int line(VirtualMachine right, int irq, int level) {
                        boolean spi = InterruptLine.type(irq) == InterruptLine.TYPE_SPI;
                        return right.tryInterruptLine(irq, spi && InterruptLine.number(irq) == 63 ? level | 1 : level);
                    }
                },
                9);
    }

    @Test
    void shouldFindARegisterThatKeepsABitTooMany() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int get(Device right, int group, long attribute, long[] values, int index) {
                        int errno = right.tryGet(group, attribute, values, index);
                        boolean priority = group == AttributeGroup.DISTRIBUTOR_REGISTERS
                                && (attribute & 0xFFFF_FFFFL)
                                        == Gicv2Distributor.GICD_IPRIORITYR.row().offset() + 0x3C;
                        if (errno == Errno.OK && priority && (values[index] & 0x80) != 0) {
                            values[index] |= 1;
                        }
                        return errno;
                    }
                },
                5);
    }

    @Test
    void shouldFindAnErrnoThatIsAnother() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int set(Device right, int group, long attribute, long value) {
                        int errno = right.trySet(group, attribute, value);
                        return group == AttributeGroup.ADDRESS && errno == Errno.E2BIG ? Errno.EINVAL : errno;
                    }
                },
                3);
    }

    @Test
    void shouldFindAnAccessThatIsNotRefusedWhileAVcpuRuns() throws IOException {
        Found.assertFinds(
                folder,
                FIXED,
                new WrongBackend.Rule() {
                    @Override
                    public int set(Device right, int group, long attribute, long value) {
                        int errno = right.trySet(group, attribute, value);
                        return group == AttributeGroup.CPU_REGISTERS && errno == Errno.EBUSY ? Errno.OK : errno;
                    }
                },
                8);
    }

    @Test
    void shouldFindWhatThrows() {
        DifferentialReport report = Found.run(FIXED, new WrongBackend(new WrongBackend.Rule() {
            @Override
            public int has(Device right, int group, long attribute) {
                return Objects.checkIndex(group, 16) == group ? right.tryHas(group, attribute) : Errno.ENXIO;
            }
        }));
        assertThat(report.failures()).hasSize(1);
        assertThat(report.failures().getFirst().difference()).contains("wrong: threw java.lang.IndexOutOfBounds");
    }

    @Test
    void shouldMakeTheSameOperationsOfTheSameSeed() {
        WrongBackend wrong = new WrongBackend(new WrongBackend.Rule() {
            @Override
            public int line(VirtualMachine right, int irq, int level) {
                return Errno.OK;
            }
        });
        assertThat(Found.run(FIXED, wrong)).isEqualTo(Found.run(FIXED, wrong));
    }
}
