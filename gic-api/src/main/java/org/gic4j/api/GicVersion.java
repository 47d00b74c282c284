package org.gic4j.api;

import org.gic4j.api.device.DeviceType;

/** The architecture version of an interrupt controller. */
public enum GicVersion {
    /** GICv2, ARM IHI 0048B. */
    GICV2(DeviceType.VGIC_V2, HostKind.GICV2),
    /** GICv3, ARM IHI 0069. */
    GICV3(DeviceType.VGIC_V3, HostKind.GICV3);

    private final DeviceType device;
    private final HostKind host;

    GicVersion(DeviceType device, HostKind host) {
        this.device = device;
        this.host = host;
    }

    /** The device that holds its state. */
    public DeviceType device() {
        return device;
    }

    /** The kind of host that offers it. */
    public HostKind host() {
        return host;
    }

    /** The name in messages: {@code GICv2} or {@code GICv3}. */
    public String display() {
        return this == GICV2 ? "GICv2" : "GICv3";
    }
}
