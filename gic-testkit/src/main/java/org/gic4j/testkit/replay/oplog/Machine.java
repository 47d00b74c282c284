package org.gic4j.testkit.replay.oplog;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.jspecify.annotations.Nullable;

/** A virtual machine of the log, as the replay has it. */
final class Machine implements AutoCloseable {
    private final VirtualMachine vm;
    private final Arena memory = Arena.ofShared();
    private final List<Optional<Device>> devices = new ArrayList<>();
    private final Set<Integer> missingIts = new HashSet<>();
    private final Map<Integer, Vcpu> vcpus = new HashMap<>();
    private final Map<Integer, Integer> running = new HashMap<>();
    private @Nullable RegisterPlaces places;
    private @Nullable RegisterImage image;
    private boolean ranGuestCode;
    private @Nullable String memoryUnknown;

    Machine(VirtualMachine vm) {
        this.vm = vm;
    }

    VirtualMachine vm() {
        return vm;
    }

    /** Memory that lives as long as the machine. */
    Arena memory() {
        return memory;
    }

    /**
     * Takes a device into the order in which they were created.
     *
     * @param device empty for one that is no interrupt controller
     * @return its index
     */
    int add(Optional<Device> device) {
        devices.add(device);
        return devices.size() - 1;
    }

    /** The device of an index; empty where there is none. */
    Optional<Device> device(int index) {
        return index >= 0 && index < devices.size() ? devices.get(index) : Optional.empty();
    }

    /**
     * Takes an ITS of the log, which the backend does not have, into the order of the devices.
     *
     * @return its index
     */
    int addMissingIts() {
        int index = add(Optional.empty());
        missingIts.add(index);
        markMemoryUnknown(SkipReason.NO_ITS);
        return index;
    }

    /** Whether the device of an index is an ITS that the backend does not have. */
    boolean isMissingIts(int index) {
        return missingIts.contains(index);
    }

    /** Whether the log has an ITS here that the backend does not have. */
    boolean lacksIts() {
        return !missingIts.isEmpty();
    }

    /** Whether there is an interrupt controller other than an ITS. */
    boolean hasVgic() {
        return devices.stream().flatMap(Optional::stream).anyMatch(device -> device.type() != DeviceType.ITS);
    }

    void add(Vcpu vcpu) {
        vcpus.put(vcpu.id().value(), vcpu);
    }

    /** The vCPU of an id; empty where there is none. */
    Optional<Vcpu> vcpu(int id) {
        return Optional.ofNullable(vcpus.get(id));
    }

    /** Notes that a vCPU was marked as running, with the errno of that. */
    void beganRun(int id, int errno) {
        running.put(id, errno);
    }

    /** The errno with which a vCPU was marked as running; null where it was not. */
    @Nullable Integer endedRun(int id) {
        return running.remove(id);
    }

    /** Whether a guest ran that this replay could not run: nothing of this machine can be compared any more. */
    boolean ranGuestCode() {
        return ranGuestCode;
    }

    void markGuestCode() {
        ranGuestCode = true;
    }

    /** Why memory is not what it was where the log was recorded; null where it is. */
    @Nullable String memoryUnknown() {
        return memoryUnknown;
    }

    void markMemoryUnknown(String reason) {
        memoryUnknown = reason;
    }

    /** All registers of a device as they are now; read only when something may have changed since the last time. */
    RegisterImage image(Device device) {
        RegisterImage current = image;
        if (current == null || !current.device().equals(device)) {
            current = RegisterImage.read(device, places(device));
            image = current;
        }
        return current;
    }

    private RegisterPlaces places(Device device) {
        RegisterPlaces.Extent extent = RegisterPlaces.Extent.of(vm, device);
        RegisterPlaces current = places;
        if (current == null || !current.extent().equals(extent)) {
            current = new RegisterPlaces(extent);
            places = current;
        }
        return current;
    }

    /** To be called whenever registers may have changed. */
    void forgetImage() {
        image = null;
    }

    @Override
    public void close() {
        vm.close();
        memory.close();
    }
}
