package org.gic4j.cli.view;

import java.util.Locale;
import java.util.Optional;
import org.gic4j.api.GicVersion;
import org.gic4j.api.snapshot.Snapshot;

/**
 * What is known to be behind an INTID. The private peripheral interrupts are those of the Base System Architecture
 * (Arm DEN0094, "PPI assignments"), which servers, QEMU and KVM follow; shared ones are named only for QEMU's machine
 * {@code virt}, whose interrupt map is fixed.
 */
public final class InterruptNames {
    private static final int VIRT_PCIE = 35;
    private static final int VIRT_VIRTIO_MMIO = 48;
    private static final int VIRT_MSI = 80;

    private final boolean virt;
    private final boolean messagesAsSpis;

    private InterruptNames(boolean virt, boolean messagesAsSpis) {
        this.virt = virt;
        this.messagesAsSpis = messagesAsSpis;
    }

    /**
     * The names that hold for a snapshot: its producer says which machine it was.
     *
     * @param snapshot any snapshot
     */
    public static InterruptNames of(Snapshot snapshot) {
        return new InterruptNames(
                isQemuVirt(snapshot.producer()), snapshot.state().version() == GicVersion.GICV2);
    }

    /**
     * What is behind an interrupt.
     *
     * @param intid 0 to 1019, or an LPI's
     * @return empty where that is not certain
     */
    public Optional<String> of(int intid) {
        return switch (InterruptKind.of(intid)) {
            case SGI, LPI -> Optional.empty();
            case PPI -> ofPrivatePeripheral(intid);
            case SPI -> virt ? ofVirt(intid) : Optional.empty();
        };
    }

    /**
     * An interrupt by its kind, its number within the kind, and its name.
     *
     * @param intid 0 to 1019, or an LPI's
     * @return for example {@code PPI 11 virtual timer}
     */
    public String describe(int intid) {
        InterruptKind kind = InterruptKind.of(intid);
        return kind + " " + kind.number(intid) + of(intid).map(name -> " " + name).orElse("");
    }

    private static Optional<String> ofPrivatePeripheral(int intid) {
        return switch (intid) {
            case 21 -> Optional.of("statistical profiling");
            case 22 -> Optional.of("debug channel");
            case 23 -> Optional.of("PMU");
            case 24 -> Optional.of("cross trigger");
            case 25 -> Optional.of("GIC maintenance");
            case 26 -> Optional.of("hypervisor timer");
            case 27 -> Optional.of("virtual timer");
            case 28 -> Optional.of("hypervisor virtual timer");
            case 29 -> Optional.of("secure physical timer");
            case 30 -> Optional.of("physical timer");
            default -> Optional.empty();
        };
    }

    private Optional<String> ofVirt(int intid) {
        return switch (intid) {
            case 33 -> Optional.of("UART");
            case 34 -> Optional.of("RTC");
            case 39 -> Optional.of("GPIO");
            default -> ofVirtRange(intid);
        };
    }

    private Optional<String> ofVirtRange(int intid) {
        if (intid >= VIRT_PCIE && intid < VIRT_PCIE + 4) {
            return Optional.of("PCIe INTx " + (intid - VIRT_PCIE));
        }
        if (intid >= VIRT_VIRTIO_MMIO && intid < VIRT_VIRTIO_MMIO + 32) {
            return Optional.of("virtio-mmio " + (intid - VIRT_VIRTIO_MMIO));
        }
        if (messagesAsSpis && intid >= VIRT_MSI && intid < VIRT_MSI + 64) {
            return Optional.of("GICv2m MSI " + (intid - VIRT_MSI));
        }
        return Optional.empty();
    }

    private static boolean isQemuVirt(String producer) {
        boolean qemu = false;
        boolean machine = false;
        for (String word : producer.toLowerCase(Locale.ROOT).split(" ", -1)) {
            qemu |= word.equals("qemu");
            machine |= word.equals("virt") || word.startsWith("virt-");
        }
        return qemu && machine;
    }
}
