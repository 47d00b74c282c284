package org.gic4j.api;

import org.gic4j.api.device.DeviceType;

/**
 * Which interrupt controller the host has, as far as it decides what its virtual machines can have (a GICv3 host
 * without GICv2 compatibility is meant by {@link #GICV3}).
 */
public enum HostKind {
    /** A GICv2 host: virtual GICv2, up to 8 vCPUs, ids 0 to 7. */
    GICV2(8),
    /** A GICv3 host: virtual GICv3 and ITS, up to 512 vCPUs. */
    GICV3(512);

    private final int maximumVcpus;

    HostKind(int maximumVcpus) {
        this.maximumVcpus = maximumVcpus;
    }

    /** The largest number of vCPUs of a virtual machine. */
    public int maximumVcpus() {
        return maximumVcpus;
    }

    /**
     * Whether {@code KVM_CREATE_DEVICE} knows a type of interrupt controller on this host.
     *
     * @param type a type of device
     * @return false where it answers ENODEV
     */
    public boolean offers(DeviceType type) {
        return switch (type) {
            case VGIC_V2 -> this == GICV2;
            case VGIC_V3, ITS -> this == GICV3;
        };
    }
}
