package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gic4j.api.Capability;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.emulated.wiring.MachineScope;

/** What {@code KVM_CHECK_EXTENSION} answers (CONTRACT 1.4). */
@MachineScope
public final class Capabilities {
    private static final int INTERRUPT_ROUTES = 4096;
    private static final int MEMORY_SLOTS = 32767;
    private static final Map<Integer, Capability> BY_NUMBER =
            Arrays.stream(Capability.values()).collect(Collectors.toMap(Capability::number, Function.identity()));

    private final VirtualMachineConfiguration configuration;
    private final TranslationServices translation;

    /** Made by the graph. */
    @Inject
    public Capabilities(VirtualMachineConfiguration configuration, TranslationServices translation) {
        this.configuration = configuration;
        this.translation = translation;
    }

    int check(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number)).map(this::valueOf).orElse(0);
    }

    private int valueOf(Capability capability) {
        return switch (capability) {
            case NR_VCPUS -> configuration.hostCpus();
            case MAX_VCPUS, MAX_VCPU_ID -> configuration.host().maximumVcpus();
            case ARM_VM_IPA_SIZE -> configuration.addressLimit();
            case IRQ_ROUTING -> INTERRUPT_ROUTES;
            case NR_MEMSLOTS -> MEMORY_SLOTS;
            case MSI_DEVID -> translation.exist() ? 1 : 0;
            case VM_ATTRIBUTES -> 0;
            case IRQCHIP,
                    USER_MEMORY,
                    MP_STATE,
                    IRQFD,
                    VCPU_EVENTS,
                    ONE_REG,
                    SIGNAL_MSI,
                    ARM_SET_DEVICE_ADDR,
                    DEVICE_CTRL,
                    ARM_PSCI_0_2,
                    CHECK_EXTENSION_VM,
                    IMMEDIATE_EXIT,
                    ARM_USER_IRQ,
                    ARM_IRQ_LINE_LAYOUT_2,
                    ARM_NISV_TO_USER ->
                1;
        };
    }
}
