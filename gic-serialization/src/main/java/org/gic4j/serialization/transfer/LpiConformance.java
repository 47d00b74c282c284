package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;

import java.util.Arrays;
import java.util.OptionalInt;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.VcpuId;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.Note;
import org.gic4j.serialization.transfer.FieldNotes.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What redistributors hold of LPIs, as some implementation has it (CONTRACT 5.2): without an ITS it may have none, and
 * GICR_PROPBASER may be one for all vCPUs, with memory attributes that can be had.
 */
final class LpiConformance {
    private static final Kind WITHOUT_ITS =
            Kind.loss("lpis-without-its", "there is no ITS, and redistributors take LPIs only with one here");
    private static final String ONE_TABLE = "one-configuration-table";
    /** GICR_PROPBASER.IDbits. */
    private static final int ID_BITS = 0x1F;
    /** GICR_PENDBASER.PTZ, in the high half. */
    private static final int PENDING_TABLE_ZERO = 1 << 30;

    private final Conformance conformance;
    private final GicState state;
    private final GicProfile profile;
    private final boolean enabled;
    private final boolean taken;

    LpiConformance(Conformance conformance) {
        this.conformance = conformance;
        state = conformance.state;
        profile = conformance.profile;
        enabled = LpiRegisters.areEnabled(state);
        taken = enabled
                && (profile.gicv3().lpisWithoutIts() || !state.translationServices().isEmpty());
    }

    /** Changes what the target changes. */
    void conform() {
        if (enabled && !taken) {
            disable();
        }
        if (profile.gicv3().tableBases() == TableBases.SANITISED) {
            if (isKept(GICR_PROPBASER)) {
                share();
                sanitise(GICR_PROPBASER, TableRegister.CONFIGURATION);
            }
            if (isKept(GICR_PENDBASER)) {
                sanitise(GICR_PENDBASER, TableRegister.PENDING);
            }
        }
        if (isKept(GICR_PENDBASER)) {
            forgetZero();
        }
    }

    /** Whether tables that were never set up are to be left out: what they read as is not what was written. */
    boolean isLeftOut(Register table) {
        return !taken && state.has(table) && !LpiRegisters.isSet(state, table);
    }

    private boolean isKept(Register table) {
        return state.has(table) && !isLeftOut(table);
    }

    private void disable() {
        int[] source = state.words(GICR_CTLR);
        int[] controls = conformance.now(GICR_CTLR);
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            if ((controls[vcpu] & LpiRegisters.ENABLE) != 0) {
                controls[vcpu] &= ~LpiRegisters.ENABLE;
                conformance.notes.changed(WITHOUT_ITS, GICR_CTLR, vcpu, 0, source[vcpu], controls[vcpu]);
            }
        }
        conformance.change(GICR_CTLR, controls);
    }

    /** One for all: writes go in the order of vCPUs, and that of one that never came up would hold for the others. */
    private void share() {
        int owner = LpiRegisters.sharedConfiguration(state);
        int[] words = conformance.now(GICR_PROPBASER);
        int[] controls = enabled ? state.words(GICR_CTLR) : new int[state.geometry().vcpus()];
        long shared = value(words, GICR_PROPBASER, owner);
        boolean differs = false;
        boolean unused = false;
        for (int vcpu = 0; vcpu < controls.length; vcpu++) {
            long own = value(words, GICR_PROPBASER, vcpu);
            if (own == shared) {
                continue;
            }
            if (isAnotherTable(own, shared)) {
                if ((controls[vcpu] & LpiRegisters.ENABLE) == 0) {
                    unused = true;
                } else {
                    note(
                            true,
                            state.vcpus().get(vcpu).id(),
                            own,
                            shared,
                            "the configuration of LPIs is in one table for all vCPUs here, that of "
                                    + state.vcpus().get(owner).id());
                }
            }
            put(words, GICR_PROPBASER, vcpu, shared);
            differs = true;
        }
        if (unused) {
            note(
                    false,
                    null,
                    shared,
                    shared,
                    "one register for all vCPUs here: those that have LPIs off show that of "
                            + state.vcpus().get(owner).id() + " as well");
        }
        if (differs) {
            conformance.change(GICR_PROPBASER, words);
        }
    }

    private static boolean isAnotherTable(long own, long shared) {
        return TableRegister.CONFIGURATION.address(own) != TableRegister.CONFIGURATION.address(shared)
                || ((own ^ shared) & ID_BITS) != 0;
    }

    private void note(boolean loss, @Nullable VcpuId vcpu, long source, long kept, String reason) {
        conformance.notes.add(
                new Note(ONE_TABLE, loss, GICR_PROPBASER.name(), vcpu, OptionalInt.empty(), source, kept, reason));
    }

    /** KVM replaces memory attributes that cannot be had: what the guest reads is not what it wrote. */
    private void sanitise(Register register, TableRegister kind) {
        int[] words = conformance.now(register);
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            put(words, register, vcpu, kind.sanitise(value(words, register, vcpu)));
        }
        if (!Arrays.equals(words, state.words(register))) {
            conformance.change(register, words);
        }
    }

    /**
     * GICR_PENDBASER.PTZ reads 0, and is not restored: it says what a table was when LPIs were enabled, and the one that a
     * restore finds has what is pending.
     */
    private void forgetZero() {
        int[] words = conformance.now(GICR_PENDBASER);
        boolean differs = false;
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            int high = GICR_PENDBASER.stateIndex(state.geometry(), vcpu, 1);
            differs |= (words[high] & PENDING_TABLE_ZERO) != 0;
            words[high] &= ~PENDING_TABLE_ZERO;
        }
        if (differs) {
            conformance.change(GICR_PENDBASER, words);
        }
    }

    private long value(int[] words, Register register, int vcpu) {
        int low = register.stateIndex(state.geometry(), vcpu, 0);
        return words[low] & 0xFFFF_FFFFL | (long) words[low + 1] << Integer.SIZE;
    }

    private void put(int[] words, Register register, int vcpu, long value) {
        int low = register.stateIndex(state.geometry(), vcpu, 0);
        words[low] = (int) value;
        words[low + 1] = (int) (value >>> Integer.SIZE);
    }
}
