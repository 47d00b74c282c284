package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.Vcpu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** vCPUs: ids, numbers, order of checks, identity (CONTRACT 2.2). */
public abstract class VcpuLifecycleContract extends ContractTest {
    /** Tests an implementation. */
    protected VcpuLifecycleContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 512, 65536, Integer.MAX_VALUE})
    void shouldRefuseAnIdThatNoHostCanHave(int id) {
        assertThat(errnoOf(() -> bare().vm().createVcpu(id))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseIdsFromTheLargestNumberOfVcpus() {
        TestMachine machine = bare();
        int largest = version().host().maximumVcpus();
        machine.vm().createVcpu(largest - 1);
        assertThat(errnoOf(() -> machine.vm().createVcpu(largest))).isEqualTo(Errno.EINVAL);
        assertThat(errnoOf(() -> machine.vm().createVcpu(largest + 1))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseAnIdThatIsInUse() {
        TestMachine machine = bare().withVcpus(3);
        assertThat(errnoOf(() -> machine.vm().createVcpu(3))).isEqualTo(Errno.EEXIST);
        assertThat(machine.vm().vcpus()).hasSize(1);
    }

    /** Whatever its id is, and before the VGIC is looked at. */
    @Test
    void shouldRefuseAVcpuMoreThanAHostCanHave() {
        TestMachine machine = bare();
        int most = version().host().maximumVcpus();
        for (int id = 0; id < most; id++) {
            machine.vm().createVcpu(id);
        }
        assertThat(errnoOf(() -> machine.vm().createVcpu(most - 1))).isEqualTo(Errno.EINVAL);
        machine.withDevice().withInit();
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EINVAL);
        assertThat(machine.vm().vcpus()).hasSize(most);
    }

    /** DEV-2. */
    @Test
    void shouldRefuseAVcpuOnceTheVgicIsInitialised() {
        TestMachine machine = started(0);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldFindTheVgicInitialisedBeforeItLooksAtTheId() {
        TestMachine machine = started(0);
        assertThat(errnoOf(() -> machine.vm().createVcpu(9))).isEqualTo(Errno.EBUSY);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EBUSY);
        assertThat(errnoOf(() -> machine.vm().createVcpu(512))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldTakeVcpusAfterTheDeviceUntilInit() {
        TestMachine machine =
                bare().withDevice().withVcpus(0).withInterrupts(64).withVcpus(1).withInit();
        assertThat(machine.get(InterruptField.SET_ENABLE, 1, 0)).isEqualTo(1);
    }

    @Test
    void shouldKnowVcpusInCreationOrder() {
        TestMachine machine = bare().withVcpus(5, 0, 2);
        assertThat(machine.vm().vcpus())
                .extracting(vcpu -> vcpu.id().value() + ":" + vcpu.index().value())
                .containsExactly("5:0", "0:1", "2:2");
    }

    @Test
    void shouldGiveTheDefaultAffinityWithInitialisation() {
        Vcpu vcpu = bare().vm().createVcpu(5);
        assertThat(vcpu.affinity()).isEqualTo(new Affinity(0));
        vcpu.initialize();
        assertThat(vcpu.affinity()).isEqualTo(new Affinity(5));
    }

    @Test
    void shouldLetTheAffinityBeSet() {
        TestMachine machine = bare().withVcpus(0);
        machine.vcpu(0).setAffinity(new Affinity(0x010203));
        assertThat(machine.vcpu(0).affinity()).isEqualTo(new Affinity(0x010203));
    }

    /** A fact that the differential test found. */
    @Test
    void shouldKeepItsAffinityWhenItIsInitialisedAgain() {
        TestMachine machine = bare().withVcpus(5);
        machine.vcpu(0).setAffinity(new Affinity(0x010203));
        machine.vcpu(0).initialize();
        assertThat(machine.vcpu(0).affinity()).isEqualTo(new Affinity(0x010203));
    }

    @Test
    void shouldRefuseAnAffinityBeforeInitialisation() {
        Vcpu vcpu = bare().vm().createVcpu(0);
        assertThat(errnoOf(() -> vcpu.setAffinity(new Affinity(1)))).isEqualTo(Errno.ENOEXEC);
    }

    @Test
    void shouldNotRunAVcpuThatIsNotInitialised() {
        TestMachine machine = bare();
        Vcpu vcpu = machine.vm().createVcpu(0);
        assertThat(vcpu.tryValidateFirstRun()).isEqualTo(Errno.ENOEXEC);
        vcpu.initialize();
        assertThat(vcpu.tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldKeepAVcpuWhoseHandleIsClosed() {
        TestMachine machine = started(0, 1);
        machine.vcpu(1).close();
        machine.vcpu(1).close();
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(() -> machine.vcpu(1).setAffinity(new Affinity(7)))).isEqualTo(Errno.EBADF);
        assertThat(machine.get(InterruptField.SET_ENABLE, 1, 0)).isEqualTo(1);
    }
}
