package org.gic4j.emulated.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/** As {@link Gicv2DifferentialTest}, for ITSs and LPIs. */
class ItsDifferentialTest {
    private static final long OPERATIONS = 100_000;

    @Test
    void shouldAgreeWithItselfAndAskNothingThatAKernelDoesNotSurvive() {
        AtomicLong saves = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        DifferentialReport report = Found.assertAgrees(
                "ITS",
                DifferentialOptions.its(Seed.chosen(), OPERATIONS),
                new WrongBackend(new WrongBackend.Rule() {
                    @Override
                    public int set(Device right, int group, long attribute, long value) {
                        int errno = right.trySet(group, attribute, value);
                        if (group == AttributeGroup.CONTROL && attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
                            saves.incrementAndGet();
                            refused.addAndGet(errno == Errno.EINVAL ? 1 : 0);
                        }
                        return errno;
                    }
                }));
        assertThat(report.answers()).containsKeys("OK", "EINVAL", "EBUSY", "EFAULT", "EEXIST");
        assertThat(saves.get()).isGreaterThan(1_000);
        assertThat(refused.get()).isZero();
    }
}
