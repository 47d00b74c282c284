package org.gic4j.testkit.replay.oplog;

import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;

import java.util.Optional;
import java.util.Set;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Register;

/**
 * What an ITS changes in the rest of its virtual machine, where the log has one and the backend has none: the LPIs of
 * the distributor and the redistributors, and guest memory. Everything else is compared.
 */
final class MissingIts {
    /** They say that there are LPIs, enable them, or are frozen while those are enabled. */
    private static final Set<Register> CHANGED =
            Set.of(GICD_TYPER, GICR_CTLR, GICR_TYPER, GICR_PROPBASER, GICR_PENDBASER);

    private MissingIts() {}

    /** Whether a create-device that the recording host granted was refused because the backend has no ITS at all. */
    static boolean isCauseOf(Operation.CreateDevice create, int errno) {
        return create.type() == DeviceType.ITS.number() && create.errno() == Errno.OK && errno == Errno.EOPNOTSUPP;
    }

    /** Whether an ITS changes the value that a register attribute shows. */
    static boolean changesValue(DeviceType device, int group, long attribute) {
        if (device != DeviceType.VGIC_V3) {
            return false;
        }
        Optional<Register> register = RegisterPlaces.registerAt(device, group, attribute);
        // The upper half of GICR_TYPER is the affinity.
        boolean affinity = register.filter(GICR_TYPER::equals).isPresent() && (attribute & Integer.BYTES) != 0;
        return register.filter(CHANGED::contains).isPresent() && !affinity;
    }

    /** Whether an ITS changes the errno of a set: that of the pending tables, which are in guest memory. */
    static boolean changesErrno(DeviceType device, Operation.Set set) {
        return device == DeviceType.VGIC_V3
                && set.group() == AttributeGroup.CONTROL
                && set.attribute() == AttributeGroup.CONTROL_SAVE_PENDING_TABLES;
    }

    /** Whether an ITS changes the answer to a message: not where it fails for another reason. */
    static boolean changesAnswer(Operation.SignalMsi signal, boolean hasVgic) {
        return hasVgic && (signal.flags() & ~1) == 0;
    }
}
