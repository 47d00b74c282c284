package org.gic4j.kvm.host;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gic4j.api.Errno;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmRequest;

/**
 * Which interrupt controllers a virtual machine could have.
 *
 * @param types those that the kernel would create
 * @param refusals the errno for each of the others
 */
public record OfferedDevices(Set<DeviceType> types, Map<DeviceType, Integer> refusals) {
    /** Copies the collections. */
    public OfferedDevices {
        types = Set.copyOf(types);
        refusals = Map.copyOf(refusals);
    }

    /**
     * Asks a virtual machine, without creating anything in it.
     *
     * @param vm its descriptor
     */
    public static OfferedDevices of(Descriptor vm) {
        Set<DeviceType> types = EnumSet.noneOf(DeviceType.class);
        Map<DeviceType, Integer> refusals = new EnumMap<>(DeviceType.class);
        Arguments arguments = Arguments.ofThisThread();
        for (DeviceType type : List.of(DeviceType.VGIC_V2, DeviceType.VGIC_V3)) {
            int result = vm.ioctl(
                    KvmRequest.CREATE_DEVICE,
                    arguments.createDevice(type.number(), VirtualMachine.CREATE_DEVICE_TEST));
            if (result >= 0) {
                types.add(type);
            } else {
                refusals.put(type, -result);
            }
        }
        return new OfferedDevices(types, refusals);
    }

    /**
     * Whether a virtual machine of a kind of host can be had.
     *
     * @param kind the kind
     */
    public boolean serves(HostKind kind) {
        return types.stream().anyMatch(kind::offers);
    }

    /** In words, for example {@code VGICv2 and VGICv3}. */
    public String display() {
        return types.stream().sorted().map(OfferedDevices::display).collect(Collectors.joining(" and "));
    }

    /** The refusals in words, for example {@code ENODEV for VGICv2}. */
    String displayRefusals() {
        return refusals.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(refusal -> Errno.name(refusal.getValue()) + " for " + display(refusal.getKey()))
                .collect(Collectors.joining(", "));
    }

    /**
     * A type in words.
     *
     * @param type the type
     */
    public static String display(DeviceType type) {
        return switch (type) {
            case VGIC_V2 -> "VGICv2";
            case VGIC_V3 -> "VGICv3";
            case ITS -> "ITS";
        };
    }
}
