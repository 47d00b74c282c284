package org.gic4j.serialization.crosvm;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.positional.RegisterLists;

/** Takes the registers of the catalogue out of the frames, and says what crosvm's own restore would undo. */
final class StateReader {
    static final String RESTORE_CLEARS = "restore-clears";
    static final String UNSAVED_LINES = "unsaved-lines";
    static final String UPPER_HALF = "upper-half";
    static final String BEYOND = "beyond-interrupts";

    private static final List<Gicv3CpuInterface> NEEDED = List.of(
            Gicv3CpuInterface.ICC_SRE_EL1,
            Gicv3CpuInterface.ICC_CTLR_EL1,
            Gicv3CpuInterface.ICC_PMR_EL1,
            Gicv3CpuInterface.ICC_IGRPEN1_EL1);
    private static final int LINES = 0x1F;
    /** How many interrupts crosvm's machines have. */
    private static final int MACHINE = 64;

    private final Fragment fragment;

    StateReader(Fragment fragment) {
        this.fragment = fragment;
    }

    Imported read() {
        if (fragment.vcpus().isEmpty()) {
            throw new SnapshotException(fragment.size(), "the snapshot has no vCPUs");
        }
        RegisterLists registers = new RegisterLists(GicVersion.GICV3, interrupts(), vcpus());
        List<Fragment.OfVcpu> vcpus = List.copyOf(fragment.vcpus().values());
        for (Register register : Registers.state(GicVersion.GICV3)) {
            switch (register.frame()) {
                case GICV3_DISTRIBUTOR -> {
                    frame(registers, register, 0, fragment.distributor());
                    beyond(registers, register, fragment.distributor());
                }
                case GICV3_REDISTRIBUTOR, GICV3_REDISTRIBUTOR_SGI -> {
                    for (int vcpu = 0; vcpu < vcpus.size(); vcpu++) {
                        frame(registers, register, vcpu, vcpus.get(vcpu).redistributor());
                    }
                }
                case GICV3_CPU_INTERFACE -> {
                    for (int vcpu = 0; vcpu < vcpus.size(); vcpu++) {
                        systemRegister(registers, register, vcpu, vcpus.get(vcpu));
                    }
                }
                default -> {
                    // Lines and the ITS are not in the file.
                }
            }
        }
        long control = systemRegister(vcpus.getFirst(), Gicv3CpuInterface.ICC_CTLR_EL1.row().offset());
        registers.state().priorityBits(CpuInterfaceControl.priorityBits((int) control));
        registers.note(UNSAVED_LINES, false, "LINE_LEVEL", null, 0, "crosvm does not save the levels of input lines");
        return new Imported(
                new Snapshot("crosvm", registers.state().build()), CrosvmFormat.NAME, registers.notes());
    }

    /** What GICD_TYPER says, and at least what crosvm's machines have: a word that was not saved says 32. */
    private int interrupts() {
        int type = fragment.distributor().at(Gicv3Distributor.GICD_TYPER.row().offset());
        int interrupts = Math.max(MACHINE, Integer.SIZE * ((type & LINES) + 1));
        if (interrupts > Geometry.MAXIMUM_INTERRUPTS) {
            throw new SnapshotException(
                    fragment.size(), "GICD_TYPER says " + interrupts + " interrupts; there are at most 992");
        }
        return interrupts;
    }

    private List<VcpuDescription> vcpus() {
        List<VcpuDescription> vcpus = new ArrayList<>();
        for (Affinity affinity : fragment.vcpus().keySet()) {
            vcpus.add(new VcpuDescription(new VcpuId(vcpus.size()), new VcpuIndex(vcpus.size()), affinity));
        }
        return vcpus;
    }

    private static void frame(RegisterLists registers, Register register, int vcpu, Fragment.Frame frame) {
        int[] set = words(registers, register, frame);
        registers.put(register, vcpu, register.firstWord(), set);
        Registers.clearingTwin(register).ifPresent(twin -> {
            int[] clear = words(registers, twin, frame);
            for (int i = 0; i < set.length; i++) {
                if (clear[i] != 0) {
                    int word = register.firstWord() + i;
                    registers.note(
                            RESTORE_CLEARS,
                            false,
                            twin.wordName(registers.geometry(), word),
                            register.frame() == Frame.GICV3_DISTRIBUTOR ? null : registers.vcpu(vcpu),
                            Integer.toUnsignedLong(clear[i]),
                            "crosvm writes it after " + register.wordName(registers.geometry(), word)
                                    + ", and so clears what that has set");
                    registers.compare(register, vcpu, word, set[i], clear[i]);
                }
            }
        });
    }

    /** Notes a register that has something of interrupts which the machine does not have: its first such word. */
    private static void beyond(RegisterLists registers, Register register, Fragment.Frame frame) {
        Geometry whole = new Geometry(Geometry.MAXIMUM_INTERRUPTS, 1);
        int words = register.words(registers.geometry());
        int count = 0;
        int first = 0;
        for (int word = register.words(whole) - 1; word >= words; word--) {
            if (at(register, word, frame) != 0) {
                first = word;
                count++;
            }
        }
        if (count != 0) {
            registers.note(
                    BEYOND,
                    true,
                    register.wordName(whole, first),
                    null,
                    Integer.toUnsignedLong(at(register, first, frame)),
                    "the machine has " + registers.geometry().interrupts() + " interrupts"
                            + (count == 1 ? "" : "; " + count + " words of the register are of others"));
        }
    }

    private static int at(Register register, int word, Fragment.Frame frame) {
        return frame.at(register.frame().attributeBase() + register.row().offset() + word * Integer.BYTES);
    }

    private static int[] words(RegisterLists registers, Register register, Fragment.Frame frame) {
        int count = register.words(registers.geometry()) - register.firstWord();
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = at(register, register.firstWord() + i, frame);
        }
        return words;
    }

    private void systemRegister(RegisterLists registers, Register register, int vcpu, Fragment.OfVcpu own) {
        for (int word = 0; word < register.words(registers.geometry()); word++) {
            int encoding = register.row().offset() + word;
            Long value = own.systemRegisters().get(encoding);
            String name = register.wordName(registers.geometry(), word);
            if (value == null) {
                if (NEEDED.contains(register)) {
                    throw new SnapshotException(
                            fragment.size(), registers.vcpu(vcpu) + " has no " + name + " (0x"
                                    + Integer.toHexString(encoding) + ")");
                }
                continue;
            }
            registers.put(register, vcpu, word, value.intValue());
            if (value >>> Integer.SIZE != 0) {
                registers.note(UPPER_HALF, true, name, registers.vcpu(vcpu), value, "the upper half does not exist");
            }
        }
    }

    private static long systemRegister(Fragment.OfVcpu vcpu, int encoding) {
        return vcpu.systemRegisters().getOrDefault(encoding, 0L);
    }
}
