package org.gic4j.api.device;

import java.util.Optional;

/** The interrupt controllers among the kernel's device types. */
public enum DeviceType {
    /** GICv2, {@code KVM_DEV_TYPE_ARM_VGIC_V2}. */
    VGIC_V2(5),
    /** GICv3, {@code KVM_DEV_TYPE_ARM_VGIC_V3}. */
    VGIC_V3(7),
    /** Interrupt translation service, {@code KVM_DEV_TYPE_ARM_VGIC_ITS}. */
    ITS(8);

    private final int number;

    DeviceType(int number) {
        this.number = number;
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }

    /**
     * The type of a kernel number.
     *
     * @param number any number
     * @return empty for a device that is no interrupt controller
     */
    public static Optional<DeviceType> ofNumber(int number) {
        return switch (number) {
            case 5 -> Optional.of(VGIC_V2);
            case 7 -> Optional.of(VGIC_V3);
            case 8 -> Optional.of(ITS);
            default -> Optional.empty();
        };
    }
}
