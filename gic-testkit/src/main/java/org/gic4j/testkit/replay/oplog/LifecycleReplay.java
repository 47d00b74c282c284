package org.gic4j.testkit.replay.oplog;

import java.util.Optional;
import java.util.function.Consumer;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.testkit.replay.tally.LineTally;

/** Creation of vCPUs and devices, the legacy calls, interrupt lines and messages. */
final class LifecycleReplay {
    private LifecycleReplay() {}

    static void run(Machine machine, Operation.Lifecycle operation, LineTally line) {
        VirtualMachine vm = machine.vm();
        switch (operation) {
            case Operation.CreateVcpu create ->
                line.checkErrno(
                        () -> "create vCPU " + create.id(),
                        create.errno(),
                        errnoOf(() -> machine.add(vm.createVcpu(create.id()))));
            case Operation.InitializeVcpu initialize ->
                onVcpu(machine, initialize.id(), line, vcpu ->
                        line.checkErrno(() -> "initialise " + vcpu.id(), initialize.errno(), errnoOf(vcpu::initialize)));
            case Operation.SetMpidr set ->
                onVcpu(machine, set.id(), line, vcpu ->
                        line.checkErrno(
                                () -> "set MPIDR_EL1 of " + vcpu.id(),
                                set.errno(),
                                errnoOf(() -> vcpu.setAffinity(Affinity.ofMpidr(set.value())))));
            case Operation.CloseVcpu close ->
                onVcpu(machine, close.id(), line, vcpu ->
                        line.checkErrno(() -> "close " + vcpu.id(), close.errno(), errnoOf(vcpu::close)));
            case Operation.CloseDevice close ->
                machine.device(close.device())
                        .ifPresentOrElse(
                                device -> line.checkErrno(
                                        () -> "close device " + close.device(),
                                        close.errno(),
                                        errnoOf(device::close)),
                                () -> line.differ("there is no device " + close.device() + " here"));
            case Operation.CreateDevice create -> createDevice(machine, create, line);
            case Operation.CreateIrqchip create ->
                line.checkErrno(() -> "create irqchip", create.errno(), errnoOf(vm::createIrqchip));
            case Operation.SetDeviceAddress set ->
                line.checkErrno(
                        () -> "set address of legacy device 0x" + Long.toHexString(set.id()) + " to 0x"
                                + Long.toHexString(set.address()),
                        set.errno(),
                        errnoOf(() -> vm.setDeviceAddress(set.id(), set.address())));
            case Operation.InterruptLevel set ->
                line.checkErrno(
                        () -> "interrupt line 0x" + Integer.toHexString(set.irq()) + " to " + set.level(),
                        set.errno(),
                        vm.tryInterruptLine(set.irq(), set.level()));
            case Operation.SignalMsi signal -> signal(machine, signal, line);
        }
    }

    /** Does something with a vCPU, or tells that there is none. */
    static void onVcpu(Machine machine, int id, LineTally line, Consumer<Vcpu> action) {
        machine.vcpu(id).ifPresentOrElse(action, () -> line.differ("there is no vCPU " + id + " here"));
    }

    /** 0, or the errno of the exception that an action threw. */
    static int errnoOf(Runnable action) {
        try {
            action.run();
            return Errno.OK;
        } catch (GicException refused) {
            return refused.errno();
        }
    }

    private static void createDevice(Machine machine, Operation.CreateDevice create, LineTally line) {
        if (create.badPointer()) {
            line.skip(1, SkipReason.BAD_POINTER);
            return;
        }
        boolean test = (create.flags() & VirtualMachine.CREATE_DEVICE_TEST) != 0;
        int[] index = {-1};
        int errno = errnoOf(() -> {
            Device device = machine.vm().createDevice(create.type(), create.flags());
            if (!test) {
                index[0] = machine.add(Optional.ofNullable(device));
            }
        });
        if (MissingIts.isCauseOf(create, errno)) {
            if (!test) {
                machine.addMissingIts();
            }
            line.skip(1, SkipReason.NO_ITS);
            return;
        }
        line.check(
                errno == create.errno() && index[0] == create.device(),
                () -> "create device of type " + create.type() + " with flags " + create.flags() + ": expected "
                        + Errno.name(create.errno()) + " and device " + create.device() + ", got " + Errno.name(errno)
                        + " and device " + index[0]);
    }

    private static void signal(Machine machine, Operation.SignalMsi signal, LineTally line) {
        int expected = signal.errno() == 0 ? signal.result() : -signal.errno();
        int got = machine.vm().trySignalMsi(signal.address(), signal.data(), signal.flags(), signal.deviceId());
        if (machine.lacksIts() && MissingIts.changesAnswer(signal, machine.hasVgic())) {
            line.skip(1, SkipReason.NO_ITS);
            return;
        }
        line.check(
                expected == got,
                () -> "signal message " + signal.data() + " to 0x" + Long.toHexString(signal.address()) + ": expected "
                        + result(expected) + ", got " + result(got));
    }

    private static String result(int value) {
        return value < 0 ? Errno.name(-value) : String.valueOf(value);
    }
}
