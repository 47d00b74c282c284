package org.gic4j.serialization.cloudhypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.positional.CpuInterfaceList;
import org.gic4j.serialization.positional.RegisterLists;

/** Understands the lists: how many interrupts and vCPUs they are of, and which word is which register's. */
final class StateReader {
    static final String UNSAVED_LINES = "unsaved-lines";

    private static final int WORDS_FOR_32_SPIS = 81;
    private static final int REDISTRIBUTOR_WORDS = 24;
    private static final int LEAST_ICC_WORDS = 9;

    private final GicLists lists;
    private final long offset;

    StateReader(GicLists lists, long offset) {
        this.lists = lists;
        this.offset = offset;
    }

    Imported read() {
        int vcpus = vcpus();
        RegisterLists registers = new RegisterLists(GicVersion.GICV3, interrupts(), VcpuDescription.consecutive(vcpus));
        distributor(registers);
        redistributors(registers, vcpus);
        cpuInterfaces(registers, vcpus);
        registers.note(
                UNSAVED_LINES, false, "LINE_LEVEL", null, 0, "cloud-hypervisor does not save the levels of input lines");
        its().ifPresent(registers.state()::translationService);
        return new Imported(
                new Snapshot("cloud-hypervisor " + lists.era, registers.state().build()),
                CloudHypervisorFormat.NAME,
                registers.notes());
    }

    private int interrupts() {
        int words = lists.dist.length - 1;
        int interrupts = Geometry.PRIVATE_INTERRUPTS * (words / WORDS_FOR_32_SPIS + 1);
        if (words < 0 || words % WORDS_FOR_32_SPIS != 0 || interrupts > Geometry.MAXIMUM_INTERRUPTS) {
            throw new SnapshotException(
                    offset,
                    "'dist' has " + lists.dist.length + " words, which fits no number of interrupts: it should be 1 and"
                            + " 81 for each 32 SPIs, as 568 for 256 interrupts");
        }
        return interrupts;
    }

    private int vcpus() {
        int vcpus = lists.rdist.length / REDISTRIBUTOR_WORDS;
        if (vcpus == 0
                || vcpus > GicVersion.GICV3.host().maximumVcpus()
                || lists.rdist.length % REDISTRIBUTOR_WORDS != 0) {
            throw new SnapshotException(
                    offset,
                    "'rdist' has " + lists.rdist.length + " words, which fits no number of vCPUs: it should be 24 for each");
        }
        return vcpus;
    }

    private void distributor(RegisterLists registers) {
        int bitmap = registers.geometry().interrupts() / Integer.SIZE - 1;
        WordList words = new WordList(lists.dist);
        registers.put(Gicv3Distributor.GICD_CTLR, 0, 0, lists.control);
        words.skip(1);
        pair(registers, Gicv3Distributor.GICD_ISENABLER, words, bitmap);
        shared(registers, Gicv3Distributor.GICD_IGROUPR, words.take(bitmap));
        shared(registers, Gicv3Distributor.GICD_IROUTER, words.take(64 * bitmap));
        shared(registers, Gicv3Distributor.GICD_ICFGR, words.take(2 * bitmap));
        // ICPENDR reads 0 whatever is pending.
        words.skip(bitmap);
        shared(registers, Gicv3Distributor.GICD_ISPENDR, words.take(bitmap));
        pair(registers, Gicv3Distributor.GICD_ISACTIVER, words, bitmap);
        shared(registers, Gicv3Distributor.GICD_IPRIORITYR, words.take(8 * bitmap));
    }

    private static void shared(RegisterLists registers, Register register, int[] words) {
        registers.put(register, 0, register.firstWord(), words);
    }

    private static void pair(RegisterLists registers, Register setting, WordList words, int count) {
        int[] clear = words.take(count);
        int[] set = words.take(count);
        registers.putPair(setting, 0, setting.firstWord(), set, clear);
    }

    private void redistributors(RegisterLists registers, int vcpus) {
        WordList words = new WordList(lists.rdist);
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            words.skip(2);
            registers.put(Gicv3Redistributor.GICR_PROPBASER, vcpu, 0, words.take(2));
            registers.put(Gicv3Redistributor.GICR_PENDBASER, vcpu, 0, words.take(2));
            registers.put(Gicv3Redistributor.GICR_CTLR, vcpu, 0, words.take(1));
        }
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            registers.put(Gicv3RedistributorSgi.GICR_IGROUPR, vcpu, 0, words.take(1));
            ownPair(registers, Gicv3RedistributorSgi.GICR_ISENABLER, vcpu, words);
            registers.put(Gicv3RedistributorSgi.GICR_ICFGR, vcpu, 0, words.take(2));
            words.skip(1);
            registers.put(Gicv3RedistributorSgi.GICR_ISPENDR, vcpu, 0, words.take(1));
            ownPair(registers, Gicv3RedistributorSgi.GICR_ISACTIVER, vcpu, words);
            registers.put(Gicv3RedistributorSgi.GICR_IPRIORITYR, vcpu, 0, words.take(8));
        }
    }

    private static void ownPair(RegisterLists registers, Register setting, int vcpu, WordList words) {
        int[] clear = words.take(1);
        int[] set = words.take(1);
        registers.putPair(setting, vcpu, 0, set, clear);
    }

    private void cpuInterfaces(RegisterLists registers, int vcpus) {
        WordList words = new WordList(lists.icc);
        List<Integer> bits = new ArrayList<>();
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            if (words.left() < LEAST_ICC_WORDS) {
                throw tooFew(vcpus);
            }
            int control = 0;
            for (Register register : CpuInterfaceList.CONTROLS) {
                int[] word = words.take(1);
                registers.put(register, vcpu, 0, word);
                control = register == Gicv3CpuInterface.ICC_CTLR_EL1 ? word[0] : control;
            }
            int active = CpuInterfaceList.activeWords(control);
            if (words.left() < 2 * active) {
                throw tooFew(vcpus);
            }
            for (Register register : CpuInterfaceList.ACTIVE_PRIORITIES) {
                registers.put(register, vcpu, 0, words.take(active));
            }
            bits.add(CpuInterfaceControl.priorityBits(control));
        }
        if (words.left() != 0) {
            throw new SnapshotException(
                    offset,
                    "'icc' has " + words.left() + " words more than " + vcpus + " vCPUs with these priority bits have");
        }
        registers.state().priorityBits(bits.getFirst());
    }

    private SnapshotException tooFew(int vcpus) {
        return new SnapshotException(
                offset, "'icc' has " + lists.icc.length + " words, too few for the " + vcpus + " vCPUs of 'rdist'");
    }

    /** KVM's ITS has no register set in which all are 0: such a file was written of a state without an ITS. */
    private Optional<ItsState> its() {
        ItsState.Builder its = new ItsState.Builder()
                .value(Its.GITS_IIDR, 0, lists.itsIdentification)
                .value(Its.GITS_CBASER, 0, lists.itsCommands)
                .value(Its.GITS_CREADR, 0, lists.itsRead)
                .value(Its.GITS_CWRITER, 0, lists.itsWrite)
                .value(Its.GITS_CTLR, 0, lists.itsControl);
        long any = lists.itsIdentification | lists.itsCommands | lists.itsRead | lists.itsWrite | lists.itsControl;
        for (int table = 0; table < lists.itsTables.length; table++) {
            its.value(Its.GITS_BASER, table, lists.itsTables[table]);
            any |= lists.itsTables[table];
        }
        return any == 0 ? Optional.empty() : Optional.of(its.build());
    }
}
