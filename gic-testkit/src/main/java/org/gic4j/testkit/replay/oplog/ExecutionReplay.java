package org.gic4j.testkit.replay.oplog;

import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.replay.tally.LineTally;

/** Runs of vCPUs, and what guests did. */
final class ExecutionReplay {
    private static final int ISR_IRQ = 0x80;
    private static final int ISR_FIQ = 0x40;

    private ExecutionReplay() {}

    static void run(Machine machine, Operation.Execution operation, LineTally line) {
        LifecycleReplay.onVcpu(machine, operation.id(), line, vcpu -> {
            switch (operation) {
                case Operation.Run run -> run(machine, vcpu, run, line);
                case Operation.BeginRun begin -> begin(machine, vcpu, begin);
                case Operation.EndRun end -> end(machine, vcpu, end, line);
                case Operation.Guest guest -> guest(machine, vcpu, guest, line);
            }
        });
    }

    private static void run(Machine machine, Vcpu vcpu, Operation.Run run, LineTally line) {
        checkRun(vcpu, run.errno(), vcpu.tryValidateFirstRun(), line);
        if (ran(run.errno()) && !run.immediateExit()) {
            machine.markGuestCode();
        }
    }

    private static void begin(Machine machine, Vcpu vcpu, Operation.BeginRun begin) {
        vcpu.executionMarks()
                .map(ExecutionMarks::enter)
                .ifPresentOrElse(errno -> machine.beganRun(begin.id(), errno), machine::markGuestCode);
    }

    private static void end(Machine machine, Vcpu vcpu, Operation.EndRun end, LineTally line) {
        Integer errno = machine.endedRun(end.id());
        if (errno == null) {
            line.differ("end of a run of " + vcpu.id() + " that did not begin");
            return;
        }
        vcpu.executionMarks().ifPresent(ExecutionMarks::leave);
        checkRun(vcpu, end.errno(), errno, line);
    }

    /** A run that the kernel entered ends with 0 or EINTR; where it did not, the errno counts. */
    private static boolean ran(int errno) {
        return errno == Errno.OK || errno == Errno.EINTR;
    }

    private static void checkRun(Vcpu vcpu, int expected, int got, LineTally line) {
        line.checkErrno(() -> "run of " + vcpu.id(), ran(expected) ? Errno.OK : expected, got);
    }

    private static void guest(Machine machine, Vcpu vcpu, Operation.Guest guest, LineTally line) {
        machine.vm()
                .facet(GuestAccess.class)
                .ifPresentOrElse(access -> guest(machine, access, vcpu, guest, line), () -> {
                    machine.markGuestCode();
                    line.skip(1, SkipReason.NO_GUEST_ACCESS);
                });
    }

    private static void guest(
            Machine machine, GuestAccess access, Vcpu vcpu, Operation.Guest guest, LineTally line) {
        String what = "guest " + guest.what().name().toLowerCase(java.util.Locale.ROOT) + " of " + vcpu.id();
        try {
            int index = vcpu.index().value();
            long got =
                    switch (guest.what()) {
                        case LDR32 -> access.read(index, guest.a(), Integer.BYTES);
                        case LDRB -> access.read(index, guest.a(), Byte.BYTES);
                        case STR32 -> {
                            access.write(index, guest.a(), Integer.BYTES, guest.b());
                            yield 0;
                        }
                        case STRB -> {
                            access.write(index, guest.a(), Byte.BYTES, guest.b());
                            yield 0;
                        }
                        case ISR_EL1 -> interruptStatus(access.outputs(index));
                        case PMR, IGRPEN1, CTLR, IAR1, HPPIR1, RPR, EOIR1, DIR, SGI1R -> {
                            machine.markGuestCode();
                            line.skip(1, SkipReason.SYSTEM_REGISTER);
                            yield -1;
                        }
                    };
            if (!machine.ranGuestCode()) {
                line.check(
                        got == guest.result(),
                        () -> what + " at 0x" + Long.toHexString(guest.a()) + " value 0x"
                                + Long.toHexString(guest.b()) + ": expected 0x" + Long.toHexString(guest.result())
                                + ", got 0x" + Long.toHexString(got));
            }
        } catch (GicException refused) {
            line.differ(what + ": expected 0x" + Long.toHexString(guest.result()) + ", got " + refused.getMessage());
        }
    }

    private static int interruptStatus(int outputs) {
        return ((outputs & GuestAccess.OUTPUT_IRQ) != 0 ? ISR_IRQ : 0)
                | ((outputs & GuestAccess.OUTPUT_FIQ) != 0 ? ISR_FIQ : 0);
    }
}
