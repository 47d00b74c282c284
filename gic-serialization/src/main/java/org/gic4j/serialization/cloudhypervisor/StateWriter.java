package org.gic4j.serialization.cloudhypervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gic4j.api.Affinity;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.positional.CpuInterfaceList;
import org.gic4j.serialization.positional.Leftovers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a tree with the interrupt controller alone, as releases from v46 have it: to be put in the place of the one in
 * a machine's own {@code state.json}, with as many interrupts as machines of cloud-hypervisor have. Registers that read
 * differently than they hold are written as KVM reads them.
 */
final class StateWriter {
    private static final String ID = "not-in-cloud-hypervisor";
    private static final int ERROR_STATUS = 0xFFFF_FFFF;
    /** All its machines have as many, and it restores no other number. */
    private static final int INTERRUPTS = 256;

    private static final int BITMAP = INTERRUPTS / Integer.SIZE - 1;
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private static final Set<Register> HELD = Set.of(
            Gicv3Distributor.GICD_CTLR,
            Gicv3Distributor.GICD_ISENABLER,
            Gicv3Distributor.GICD_IGROUPR,
            Gicv3Distributor.GICD_IROUTER,
            Gicv3Distributor.GICD_ICFGR,
            Gicv3Distributor.GICD_ISPENDR,
            Gicv3Distributor.GICD_ISACTIVER,
            Gicv3Distributor.GICD_IPRIORITYR,
            Gicv3Redistributor.GICR_PROPBASER,
            Gicv3Redistributor.GICR_PENDBASER,
            Gicv3Redistributor.GICR_CTLR,
            Gicv3RedistributorSgi.GICR_IGROUPR,
            Gicv3RedistributorSgi.GICR_ISENABLER,
            Gicv3RedistributorSgi.GICR_ICFGR,
            Gicv3RedistributorSgi.GICR_ISPENDR,
            Gicv3RedistributorSgi.GICR_ISACTIVER,
            Gicv3RedistributorSgi.GICR_IPRIORITYR,
            Gicv3CpuInterface.ICC_SRE_EL1,
            Gicv3CpuInterface.ICC_CTLR_EL1,
            Gicv3CpuInterface.ICC_IGRPEN0_EL1,
            Gicv3CpuInterface.ICC_IGRPEN1_EL1,
            Gicv3CpuInterface.ICC_PMR_EL1,
            Gicv3CpuInterface.ICC_BPR0_EL1,
            Gicv3CpuInterface.ICC_BPR1_EL1,
            Gicv3CpuInterface.ICC_AP0R_EL1,
            Gicv3CpuInterface.ICC_AP1R_EL1);

    private final GicState state;
    private final List<ItsState> services;
    private final List<MemoryBlock> memory;
    private final List<Note> notes = new ArrayList<>();

    StateWriter(Snapshot snapshot) {
        state = snapshot.state();
        services = state.translationServices();
        memory = snapshot.memory();
    }

    /** Writes; what has no place in the lists is the answer. */
    List<Note> write(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart(SnapshotTree.SNAPSHOTS);
            json.writeObjectPropertyStart(SnapshotTree.DEVICE_MANAGER);
            json.writeObjectPropertyStart(SnapshotTree.SNAPSHOTS);
            json.writeObjectPropertyStart(SnapshotTree.GIC);
            json.writeObjectPropertyStart(SnapshotTree.SNAPSHOTS);
            json.writeEndObject();
            json.writeObjectPropertyStart(SnapshotTree.DATA);
            json.writeStringProperty(SnapshotTree.STATE, interruptController());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeNullProperty(SnapshotTree.DATA);
            json.writeEndObject();
            json.writeEndObject();
            json.writeNullProperty(SnapshotTree.DATA);
            json.writeEndObject();
        } catch (JacksonIOException unwritable) {
            throw unwritable.getCause();
        }
        leftovers();
        return List.copyOf(notes);
    }

    private String interruptController() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeObjectPropertyStart(GicLists.KVM);
            distributor(json);
            redistributors(json);
            cpuInterfaces(json);
            json.writeNumberProperty(GicLists.GICD_CTLR, Integer.toUnsignedLong(word(Gicv3Distributor.GICD_CTLR, 0, 0)));
            translationService(json);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void translationService(JsonGenerator json) {
        its(json, GicLists.ITS_CTLR, Its.GITS_CTLR, 0);
        its(json, GicLists.ITS_IIDR, Its.GITS_IIDR, 0);
        its(json, GicLists.ITS_CBASER, Its.GITS_CBASER, 0);
        its(json, GicLists.ITS_CWRITER, Its.GITS_CWRITER, 0);
        its(json, GicLists.ITS_CREADR, Its.GITS_CREADR, 0);
        json.writeArrayPropertyStart(GicLists.ITS_BASER);
        for (int table = 0; table < GicLists.ITS_BASERS; table++) {
            json.writeNumber(its(Its.GITS_BASER, table));
        }
        json.writeEndArray();
    }

    private void its(JsonGenerator json, String name, Its register, int number) {
        json.writeName(name);
        json.writeNumber(its(register, number));
    }

    private BigInteger its(Its register, int number) {
        boolean there = !services.isEmpty() && services.getFirst().has(register);
        return new BigInteger(Long.toUnsignedString(there ? services.getFirst().value(register, number) : 0));
    }

    private void distributor(JsonGenerator json) {
        json.writeArrayPropertyStart(GicLists.DIST);
        number(json, ERROR_STATUS);
        shared(json, Gicv3Distributor.GICD_ISENABLER, 1);
        shared(json, Gicv3Distributor.GICD_ISENABLER, 1);
        shared(json, Gicv3Distributor.GICD_IGROUPR, 1);
        shared(json, Gicv3Distributor.GICD_IROUTER, 64);
        shared(json, Gicv3Distributor.GICD_ICFGR, 2);
        for (int word = 0; word < BITMAP; word++) {
            number(json, 0);
        }
        shared(json, Gicv3Distributor.GICD_ISPENDR, 1);
        shared(json, Gicv3Distributor.GICD_ISACTIVER, 1);
        shared(json, Gicv3Distributor.GICD_ISACTIVER, 1);
        shared(json, Gicv3Distributor.GICD_IPRIORITYR, 8);
        json.writeEndArray();
    }

    private void shared(JsonGenerator json, Register register, int perBitmap) {
        for (int word = 0; word < perBitmap * BITMAP; word++) {
            number(json, word(register, 0, register.firstWord() + word));
        }
    }

    private void redistributors(JsonGenerator json) {
        json.writeArrayPropertyStart(GicLists.RDIST);
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            number(json, ERROR_STATUS);
            number(json, 0);
            own(json, Gicv3Redistributor.GICR_PROPBASER, vcpu, 2);
            own(json, Gicv3Redistributor.GICR_PENDBASER, vcpu, 2);
            own(json, Gicv3Redistributor.GICR_CTLR, vcpu, 1);
        }
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            own(json, Gicv3RedistributorSgi.GICR_IGROUPR, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_ISENABLER, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_ISENABLER, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_ICFGR, vcpu, 2);
            number(json, 0);
            own(json, Gicv3RedistributorSgi.GICR_ISPENDR, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_ISACTIVER, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_ISACTIVER, vcpu, 1);
            own(json, Gicv3RedistributorSgi.GICR_IPRIORITYR, vcpu, 8);
        }
        json.writeEndArray();
    }

    private void cpuInterfaces(JsonGenerator json) {
        json.writeArrayPropertyStart(GicLists.ICC);
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            for (Register register : CpuInterfaceList.CONTROLS) {
                own(json, register, vcpu, 1);
            }
            // As many words as the control register that is written says.
            int words = CpuInterfaceList.activeWords(word(Gicv3CpuInterface.ICC_CTLR_EL1, vcpu, 0));
            for (Register register : CpuInterfaceList.ACTIVE_PRIORITIES) {
                own(json, register, vcpu, words);
                for (int word = words; word < register.words(state.geometry()); word++) {
                    lost(register.wordName(state.geometry(), word), vcpu, word(register, vcpu, word));
                }
            }
        }
        json.writeEndArray();
    }

    private void own(JsonGenerator json, Register register, int vcpu, int words) {
        for (int word = 0; word < words; word++) {
            number(json, word(register, vcpu, word));
        }
    }

    /** 0 for what the state does not have. */
    private int word(Register register, int vcpu, int word) {
        return state.has(register) && word < register.words(state.geometry()) ? state.word(register, vcpu, word) : 0;
    }

    private static void number(JsonGenerator json, int word) {
        json.writeNumber(Integer.toUnsignedLong(word));
    }

    private void leftovers() {
        notes.addAll(Leftovers.of(state, HELD, ID, "the lists have no place for it"));
        if (services.isEmpty()) {
            note(false, "GITS_CTLR", null, 0, 0, "the state has no ITS, and a machine of cloud-hypervisor always: its"
                    + " registers are written as 0");
        } else {
            notes.addAll(Leftovers.ofServices(services, 1, ID, "the file has a place for one ITS"));
        }
        notes.addAll(Leftovers.ofMemory(memory, ID, "guest memory is a file of its own"));
        for (VcpuDescription vcpu : state.vcpus()) {
            Affinity derived = Affinity.byDefault(new VcpuId(vcpu.index().value()));
            if (!vcpu.affinity().equals(derived)) {
                note(true, "MPIDR_EL1", vcpu.id(), vcpu.affinity().mpidr(), derived.mpidr(),
                        "the affinity follows from the vCPU's place in the lists");
            }
        }
        if (!state.addresses().isEmpty()
                || !state.redistributorRegions().isEmpty()
                || services.stream().anyMatch(its -> its.address().isPresent())) {
            note(false, "addresses", null, 0, 0, "the machine's own configuration says where its frames are");
        }
        int interrupts = state.geometry().interrupts();
        if (interrupts > INTERRUPTS) {
            note(true, "interrupts", null, interrupts, INTERRUPTS, "cloud-hypervisor has machines of 256 interrupts alone");
            interruptsAbove();
        } else if (interrupts < INTERRUPTS) {
            note(false, "interrupts", null, interrupts, INTERRUPTS,
                    "cloud-hypervisor has machines of 256 interrupts alone: what is above is written as 0");
        }
        HELD.stream()
                .filter(register -> !state.has(register))
                .map(Register::name)
                .sorted()
                .forEach(name -> note(false, name, null, 0, 0, "the state does not have it: written as 0"));
    }

    private void interruptsAbove() {
        Geometry all = state.geometry();
        Geometry taken = new Geometry(INTERRUPTS, all.vcpus());
        for (Register register : state.registers()) {
            for (int word = register.words(taken); HELD.contains(register) && word < register.words(all); word++) {
                int value = state.word(register, 0, word);
                if (value != 0) {
                    note(true, register.wordName(all, word), null, Integer.toUnsignedLong(value), 0,
                            "of interrupts from 256 on, which machines of cloud-hypervisor do not have");
                }
            }
        }
    }

    private void lost(String register, int vcpu, int value) {
        if (value != 0) {
            note(true, register, state.vcpus().get(vcpu).id(), Integer.toUnsignedLong(value), 0,
                    "the priority bits of ICC_CTLR_EL1 do not reach it");
        }
    }

    private void note(
            boolean loss, String register, @Nullable VcpuId vcpu, long source, long kept, String reason) {
        notes.add(new Note(ID, loss, register, vcpu, OptionalInt.empty(), source, kept, reason));
    }
}
