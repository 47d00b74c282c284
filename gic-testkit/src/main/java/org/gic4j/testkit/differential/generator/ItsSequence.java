package org.gic4j.testkit.differential.generator;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.differential.request.Request;

/**
 * A sequence about ITSs and LPIs: a machine with guest memory, commands, messages, tables that are saved, changed and
 * restored. Guest memory is compared after every save.
 *
 * <p>Some machines run a vCPU towards the end: once a guest may have executed, gic-kvm asks for fewer saves of tables.
 *
 * <p>Between what may leave an event without its collection and the next reset, no tables are saved: a kernel crashes
 * there. A reset follows soon.
 */
final class ItsSequence {
    private static final int WORK_LEAST = 150;
    private static final int WORK_MOST = 700;
    private static final int GIC = 0;
    private static final int VALID_DEVICE_ID = 1;
    private static final long DOORBELL = 0x1_0040;
    private static final int FIRST_LPI = 8192;
    private static final Its[] REGISTERS = {
        Its.GITS_CTLR, Its.GITS_IIDR, Its.GITS_TYPER, Its.GITS_CBASER, Its.GITS_CWRITER, Its.GITS_CREADR, Its.GITS_BASER,
        Its.GITS_PIDR
    };

    private final Draw draw;
    private final List<Request> requests = new ArrayList<>();
    private final int vcpus;
    private final int services;
    private final ItsCommands commands;
    private final int[] writer = new int[ItsLayout.SERVICES];
    private final boolean[] lost = new boolean[ItsLayout.SERVICES];
    private final boolean[] indirect = new boolean[ItsLayout.SERVICES];
    private final int identifierBits;

    ItsSequence(Draw draw) {
        this.draw = draw;
        vcpus = draw.between(1, ItsLayout.VCPUS);
        services = draw.percent(75) ? 1 : ItsLayout.SERVICES;
        identifierBits = draw.percent(85) ? 15 : draw.between(0, 31);
        commands = new ItsCommands(draw, vcpus);
    }

    List<Request> requests() {
        birth();
        for (int left = draw.between(WORK_LEAST, WORK_MOST); left > 0; left--) {
            work(draw.below(services));
        }
        if (draw.percent(30)) {
            run(draw.below(vcpus));
        }
        for (int service = 0; service < services; service++) {
            save(service);
        }
        savePending();
        compareStates();
        return requests;
    }

    private void birth() {
        requests.add(new Request.CreateMachine(0));
        requests.add(new Request.MapMemory(ItsLayout.RAM, ItsLayout.RAM_SIZE));
        for (int id = 0; id < vcpus; id++) {
            requests.add(new Request.CreateVcpu(id));
            requests.add(new Request.InitializeVcpu(id));
        }
        requests.add(new Request.CreateDevice(DeviceType.VGIC_V3.number(), 0));
        set(GIC, AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_DISTRIBUTOR, Gicv3Births.DISTRIBUTOR);
        set(GIC, AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V3_REDISTRIBUTOR, 0x0A00_0000L);
        set(GIC, AttributeGroup.NUMBER_OF_INTERRUPTS, 0, 64);
        boolean early = draw.percent(30);
        if (early) {
            createServices();
        }
        set(GIC, AttributeGroup.CONTROL, AttributeGroup.CONTROL_INIT, 0);
        if (!early) {
            createServices();
        }
        configureLpis();
        if (draw.percent(90)) {
            forward(true);
        }
        for (int vcpu = 0; vcpu < vcpus; vcpu++) {
            setWide(Gicv3Redistributor.GICR_PROPBASER, vcpu, ItsLayout.configuration() | identifierBits);
            setWide(Gicv3Redistributor.GICR_PENDBASER, vcpu, ItsLayout.pending(vcpu));
            if (draw.percent(90)) {
                takeLpis(vcpu, true);
            }
        }
        for (int service = 0; service < services; service++) {
            indirect[service] = draw.percent(30);
            if (indirect[service]) {
                write(ItsLayout.deviceTable(service), ItsLayout.VALID | ItsLayout.devicePage(service));
            }
            place(service);
            enable(service, true);
            for (int collection = 0; collection < draw.between(1, 4); collection++) {
                execute(service, ItsCommand.mapCollection(collection, draw.below(vcpus)));
            }
            for (int device = 0; device < draw.between(1, ItsLayout.DEVICES); device++) {
                execute(service, ItsCommand.mapDevice(device, 3, ItsLayout.translationTable(service, device)));
            }
        }
    }

    private void createServices() {
        for (int service = 0; service < services; service++) {
            requests.add(new Request.CreateDevice(DeviceType.ITS.number(), 0));
            set(device(service), AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ItsLayout.address(service));
        }
    }

    private void work(int service) {
        int kind = draw.below(1000);
        if (lost[service] && draw.percent(8)) {
            resetAndPlace(service);
        } else if (kind < 470) {
            execute(service, commands.any(service));
        } else if (kind < 640) {
            message(service);
        } else if (kind < 700) {
            configureLpis();
        } else if (kind < 725) {
            long word = ItsLayout.pending(draw.below(vcpus)) + FIRST_LPI / Byte.SIZE;
            write(word, draw.percent(60) ? draw.sparse() : draw.bits());
        } else if (kind < 745) {
            takeLpis(draw.below(vcpus), draw.percent(65));
        } else if (kind < 752) {
            tableOfLpis(draw.below(vcpus));
        } else if (kind < 762) {
            forward(draw.percent(70));
        } else if (kind < 790) {
            savePending();
        } else if (kind < 820) {
            save(service);
        } else if (kind < 835) {
            restore(service);
        } else if (kind < 838) {
            control(service, AttributeGroup.CONTROL_ITS_RESTORE_TABLES);
            lost[service] = true;
        } else if (kind < 845) {
            control(service, draw.oneOf(0L, 3L, 5L, 77L));
        } else if (kind < 930) {
            readRegister(service);
        } else if (kind < 970) {
            writeRegister(service);
        } else if (kind < 990) {
            enable(service, draw.percent(75));
        } else if (kind < 998) {
            compareStates();
        } else {
            requests.add(new Request.ValidateFirstRun(draw.below(vcpus)));
        }
    }

    /** A vCPU executes a guest that takes no interrupts; meanwhile there are messages, and what a run refuses. */
    private void run(int vcpu) {
        requests.add(new Request.BeginRun(vcpu));
        for (int left = draw.between(5, 40); left > 0; left--) {
            int service = draw.below(services);
            if (draw.percent(60)) {
                message(service);
            } else {
                work(service);
            }
        }
        requests.add(new Request.EndRun(vcpu));
        savePending();
        for (int left = draw.between(10, 80); left > 0; left--) {
            work(draw.below(services));
        }
    }

    private void message(int service) {
        long address = draw.percent(96)
                ? ItsLayout.address(service) + DOORBELL
                : draw.oneOf(0L, ItsLayout.address(service), ItsLayout.address(service) + 0x2_0000, draw.bits());
        int flags = draw.percent(85) ? VALID_DEVICE_ID : draw.percent(80) ? 0 : draw.word();
        requests.add(new Request.SignalMsi(address, commands.event(), flags, commands.device()));
    }

    /** New priorities and enables of eight LPIs. */
    private void configureLpis() {
        long configuration = draw.bits();
        write(
                ItsLayout.configuration() + draw.oneOf(0, Long.BYTES),
                draw.percent(50) ? configuration | 0x0101_0101_0101_0101L : configuration);
    }

    private void savePending() {
        set(GIC, AttributeGroup.CONTROL, AttributeGroup.CONTROL_SAVE_PENDING_TABLES, 0);
        requests.add(new Request.CompareMemory());
    }

    private void save(int service) {
        if (!lost[service]) {
            control(service, AttributeGroup.CONTROL_ITS_SAVE_TABLES);
            requests.add(new Request.CompareMemory());
        }
    }

    /** Tables are saved, perhaps changed, and restored. */
    private void restore(int service) {
        if (draw.percent(80)) {
            savePending();
        }
        save(service);
        if (draw.percent(50)) {
            change(service);
        }
        resetAndPlace(service);
        control(service, AttributeGroup.CONTROL_ITS_RESTORE_TABLES);
        requests.add(new Request.CompareMemory());
        save(service);
        savePending();
        enable(service, draw.percent(90));
    }

    /** Some entry of some table becomes something else. */
    private void change(int service) {
        long entry =
                switch (draw.below(3)) {
                    case 0 ->
                        (indirect[service] ? ItsLayout.devicePage(service) : ItsLayout.deviceTable(service))
                                + entryOf(ItsLayout.DEVICES);
                    case 1 -> ItsLayout.collectionTable(service) + entryOf(4);
                    default ->
                        ItsLayout.translationTable(service, draw.below(ItsLayout.DEVICES)) + entryOf(8);
                };
        long collection = draw.below(4);
        write(
                entry,
                switch (draw.below(6)) {
                    case 0 -> 0;
                    case 1 -> ItsLayout.VALID | (long) draw.below(vcpus + 1) << 16 | collection;
                    case 2 -> (long) draw.below(4) << 48 | (long) commands.lpi() << 16 | collection;
                    case 3 ->
                        ItsLayout.VALID
                                | (long) draw.below(4) << 49
                                | ItsLayout.translationTable(service, draw.below(ItsLayout.DEVICES)) >>> 8 << 5
                                | draw.below(18);
                    case 4 -> draw.sparse();
                    default -> draw.bits();
                });
    }

    private long entryOf(int count) {
        return (long) draw.below(count) * TableEntry.SIZE;
    }

    private void readRegister(int service) {
        Its register = REGISTERS[draw.below(REGISTERS.length)];
        int number = register == Its.GITS_BASER || register == Its.GITS_PIDR ? draw.below(8) : 0;
        requests.add(new Request.Get(
                device(service), AttributeGroup.ITS_REGISTERS, attribute(register, number), RegisterRequests.PRESET));
    }

    private void writeRegister(int service) {
        switch (draw.below(8)) {
            case 0 -> setRegister(service, Its.GITS_CBASER, 0, queue(service) | draw.below(2));
            case 1 -> {
                int next = draw.below(ItsLayout.QUEUE_SIZE / ItsCommand.SIZE) * ItsCommand.SIZE;
                setRegister(service, Its.GITS_CREADR, 0, draw.percent(80) ? next : draw.bits());
                // Commands of long ago may be executed again.
                lost[service] = true;
            }
            case 2 -> setRegister(service, Its.GITS_IIDR, 0, draw.percent(50) ? 0 : draw.bits());
            case 3 -> {
                // Events that are dropped with their devices lose no collection.
                setRegister(service, Its.GITS_BASER, 0, devices(service) & ~ItsLayout.VALID);
                setRegister(service, Its.GITS_BASER, 0, devices(service));
            }
            case 4 -> {
                if (draw.percent(30)) {
                    setRegister(service, Its.GITS_BASER, 1, ItsLayout.collectionTable(service));
                    lost[service] = true;
                }
            }
            case 5 -> setRegister(service, Its.GITS_BASER, draw.between(2, 7), draw.bits());
            default -> setRegister(service, Its.GITS_TYPER, 0, draw.bits());
        }
    }

    private void resetAndPlace(int service) {
        control(service, AttributeGroup.CONTROL_ITS_RESET);
        lost[service] = false;
        place(service);
    }

    private void place(int service) {
        setRegister(service, Its.GITS_CBASER, 0, queue(service));
        writer[service] = 0;
        setRegister(service, Its.GITS_BASER, 0, devices(service));
        setRegister(service, Its.GITS_BASER, 1, ItsLayout.VALID | ItsLayout.collectionTable(service));
    }

    private long queue(int service) {
        return ItsLayout.VALID | ItsLayout.queue(service);
    }

    private long devices(int service) {
        return ItsLayout.VALID | (indirect[service] ? ItsLayout.INDIRECT : 0) | ItsLayout.deviceTable(service);
    }

    private void enable(int service, boolean enabled) {
        setRegister(service, Its.GITS_CTLR, 0, enabled ? 1 : 0);
    }

    private void execute(int service, ItsCommand command) {
        long at = ItsLayout.queue(service) + writer[service];
        writer[service] = (writer[service] + ItsCommand.SIZE) % ItsLayout.QUEUE_SIZE;
        requests.add(new Request.Execute(device(service), at, command, writer[service]));
        lost[service] |= ItsCommands.unmapsCollection(command);
    }

    private void tableOfLpis(int vcpu) {
        if (draw.percent(50)) {
            setWide(Gicv3Redistributor.GICR_PENDBASER, vcpu, ItsLayout.pending(draw.below(vcpus)) | draw.sparse() & 7L << 56);
        } else {
            setWide(Gicv3Redistributor.GICR_PROPBASER, vcpu, ItsLayout.configuration() | identifierBits);
        }
    }

    private void takeLpis(int vcpu, boolean taken) {
        set(GIC, AttributeGroup.REDISTRIBUTOR_REGISTERS, Gicv3Redistributor.GICR_CTLR.attribute(vcpu, 0), taken ? 1 : 0);
    }

    private void forward(boolean forwarded) {
        set(
                GIC,
                AttributeGroup.DISTRIBUTOR_REGISTERS,
                Gicv3Distributor.GICD_CTLR.attribute(0, 0),
                forwarded ? 2 : 0);
    }

    private void setWide(Gicv3Redistributor register, int vcpu, long value) {
        set(GIC, AttributeGroup.REDISTRIBUTOR_REGISTERS, register.attribute(vcpu, 0), value & 0xFFFF_FFFFL);
        set(GIC, AttributeGroup.REDISTRIBUTOR_REGISTERS, register.attribute(vcpu, 1), value >>> Integer.SIZE);
    }

    private void compareStates() {
        for (int device = 0; device <= services; device++) {
            requests.add(new Request.CompareState(device));
        }
    }

    private void control(int service, long command) {
        set(device(service), AttributeGroup.CONTROL, command, 0);
    }

    private void setRegister(int service, Its register, int number, long value) {
        set(device(service), AttributeGroup.ITS_REGISTERS, attribute(register, number), value);
    }

    private void set(int device, int group, long attribute, long value) {
        requests.add(new Request.Set(device, group, attribute, value));
    }

    private void write(long address, long value) {
        requests.add(new Request.WriteMemory(address, value));
    }

    private static int device(int service) {
        return 1 + service;
    }

    private static long attribute(Its register, int number) {
        return register.attribute(0, number * register.attributeStride());
    }
}
