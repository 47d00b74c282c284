package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION;

import org.gic4j.api.Errno;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.junit.jupiter.api.Test;

/** What a first run checks of a GICv3, in the kernel's order, and that a failure is for ever (CONTRACT 2.3). */
public abstract class Gicv3FirstRunContract extends ContractTest {
    private static final long DISTRIBUTOR = TestMachine.DISTRIBUTOR;
    private static final long REDISTRIBUTORS = TestMachine.REDISTRIBUTORS;

    /** Tests an implementation. */
    protected Gicv3FirstRunContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRunWithAllInPlace() {
        TestMachine machine = started(0, 1);
        assertThat(firstRun(machine)).isEqualTo(Errno.OK);
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldWantARedistributorForEveryVcpuFirst() {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device()
                .set(
                        ADDRESS,
                        ADDRESS_V3_REDISTRIBUTOR_REGION,
                        new RedistributorRegion(DISTRIBUTOR, 1).attributeValue(0));
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        assertThat(firstRun(machine)).isEqualTo(Errno.ENXIO);
        assertDead(machine);
    }

    @Test
    void shouldWantTheDistributorsAddress() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, REDISTRIBUTORS);
        assertThat(firstRun(machine)).isEqualTo(Errno.ENXIO);
        assertDead(machine);
    }

    @Test
    void shouldFindAnOverlapBeforeItMissesInitialisation() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, DISTRIBUTOR - 0x1_0000);
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        assertThat(firstRun(machine)).isEqualTo(Errno.EINVAL);
        assertDead(machine);
    }

    @Test
    void shouldNotInitialise() {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(firstRun(machine)).isEqualTo(Errno.EBUSY);
        assertDead(machine);
    }

    /** A fact that the differential test found. */
    @Test
    void shouldNotLookAtFramesAgainOnceAVcpuHasRun() {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        machine.device()
                .set(
                        ADDRESS,
                        ADDRESS_V3_REDISTRIBUTOR_REGION,
                        new RedistributorRegion(REDISTRIBUTORS, 2).attributeValue(0));
        machine.device().initialize();
        assertThat(firstRun(machine)).isEqualTo(Errno.OK);
        machine.device()
                .set(
                        ADDRESS,
                        ADDRESS_V3_REDISTRIBUTOR_REGION,
                        new RedistributorRegion(DISTRIBUTOR - 0x1_0000, 1).attributeValue(1));
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    private static int firstRun(TestMachine machine) {
        return machine.vcpu(0).tryValidateFirstRun();
    }

    private static void assertDead(TestMachine machine) {
        assertThat(machine.device().tryHas(ADDRESS, ADDRESS_V3_DISTRIBUTOR)).isEqualTo(Errno.EIO);
        assertThat(firstRun(machine)).isEqualTo(Errno.EIO);
    }
}
