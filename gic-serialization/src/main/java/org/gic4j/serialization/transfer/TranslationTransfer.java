package org.gic4j.serialization.transfer;

import java.util.List;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.registers.RestorePhase;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.serialization.its.CommandQueue;

/**
 * Saves and restores ITSs through device attributes (kernel document {@code arm-vgic-its.rst}). Their tables, and the
 * pending bits of LPIs, go to guest memory and come from there.
 */
final class TranslationTransfer {
    private static final long UNSET = -1;

    private TranslationTransfer() {}

    /** The ITSs of a virtual machine in the order in which they were created. */
    static List<Device> of(VirtualMachine vm) {
        return vm.devices().stream()
                .filter(device -> device.type() == DeviceType.ITS)
                .toList();
    }

    /**
     * Saves. First the tables are written to guest memory.
     *
     * @param services the ITSs
     * @param controller their interrupt controller
     * @param state where to
     */
    static void save(List<Device> services, Device controller, GicState.Builder state) {
        if (services.isEmpty()) {
            return;
        }
        services.forEach(its -> its.set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_SAVE_TABLES, 0));
        controller.set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_SAVE_PENDING_TABLES, 0);
        for (Device its : services) {
            ItsState.Builder saved = new ItsState.Builder();
            long address = its.get(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS);
            // Without an address nothing answers, and nothing was done to it.
            if (address != UNSET) {
                saved.address(address);
                for (Register register : Registers.itsState()) {
                    Its family = (Its) register;
                    for (int number = 0; number < ItsState.count(family); number++) {
                        saved.value(family, number, its.get(AttributeGroup.ITS_REGISTERS, attribute(family, number)));
                    }
                }
            }
            state.translationService(saved.build());
        }
    }

    /**
     * Creates the ITSs of a state, and sets their addresses.
     *
     * @param vm a virtual machine without any
     * @param state what is to be restored
     */
    static void prepare(VirtualMachine vm, GicState state) {
        for (ItsState its : state.translationServices()) {
            Device device = vm.createDevice(DeviceType.ITS);
            if (its.address().isPresent()) {
                device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, its.address().getAsLong());
            }
        }
    }

    /**
     * Checks that a virtual machine has the ITSs of a state, where the state has them.
     *
     * @throws SnapshotException naming what differs
     */
    static void requireFits(List<Device> services, GicState state) {
        int saved = state.translationServices().size();
        if (services.size() != saved) {
            throw new SnapshotException("the snapshot has " + saved + (saved == 1 ? " ITS" : " ITSs")
                    + ", the virtual machine " + services.size());
        }
        for (int i = 0; i < saved; i++) {
            ItsState its = state.translationServices().get(i);
            long present = services.get(i).get(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS);
            if (its.address().isPresent() && present != UNSET && present != its.address().getAsLong()) {
                throw new SnapshotException("ITS " + i + " is at 0x" + Long.toHexString(its.address().getAsLong())
                        + " in the snapshot and at 0x" + Long.toHexString(present) + " in the virtual machine");
            }
            if (!its.registers().isEmpty() && present == UNSET) {
                throw new SnapshotException("ITS " + i + " of the virtual machine has no address, and registers only answer"
                        + " once it has; set it before the restore");
            }
        }
    }

    /** Drops what is mapped, before redistributors are written: nothing may be sent to them meanwhile. */
    static void reset(List<Device> services) {
        services.forEach(its -> its.set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_RESET, 0));
    }

    /**
     * Restores, once LPIs are enabled: registers, tables, GITS_CTLR.
     *
     * @param services the ITSs, reset
     * @param state what they are to be
     * @param source what was saved: how far its queues had been read, which is not how far they will be
     */
    static void restore(List<Device> services, GicState state, GicState source) {
        for (int i = 0; i < services.size(); i++) {
            ItsState its = readAsFarAs(
                    source.translationServices().get(i), state.translationServices().get(i));
            boolean tables = false;
            for (Register register : Registers.itsState()) {
                Its family = (Its) register;
                if (!tables && phase(family).compareTo(RestorePhase.ITS_TABLES) > 0) {
                    services.get(i).set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_RESTORE_TABLES, 0);
                    tables = true;
                }
                if (its.has(family)) {
                    write(services.get(i), its, family);
                }
            }
        }
    }

    /** Commands that were not read are executed when the ITS is enabled, the last of all. */
    private static ItsState readAsFarAs(ItsState source, ItsState its) {
        return source.has(Its.GITS_CREADR)
                ? its.toBuilder()
                        .value(Its.GITS_CREADR, 0, CommandQueue.offset(source.value(Its.GITS_CREADR, 0)))
                        .build()
                : its;
    }

    private static void write(Device device, ItsState its, Its family) {
        for (int number = 0; number < ItsState.count(family); number++) {
            long value = its.value(family, number);
            // An identification of 0 is no revision: its producer did not save it.
            if (family != Its.GITS_IIDR || value != 0) {
                device.set(AttributeGroup.ITS_REGISTERS, attribute(family, number), value);
            }
        }
    }

    private static RestorePhase phase(Its register) {
        return register.row().restorePhase().orElseThrow();
    }

    private static long attribute(Its register, int number) {
        return register.attribute(0, number * register.attributeStride());
    }
}
