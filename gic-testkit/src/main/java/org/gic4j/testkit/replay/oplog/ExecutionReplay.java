package org.gic4j.testkit.replay.oplog;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_DIR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_RPR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;

import java.util.Locale;
import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3CpuInterface;
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
                .ifPresentOrElse(access -> guest(access, vcpu, guest, line), () -> {
                    machine.markGuestCode();
                    line.skip(1, SkipReason.NO_GUEST_ACCESS);
                });
    }

    private static void guest(GuestAccess access, Vcpu vcpu, Operation.Guest guest, LineTally line) {
        String what = "guest " + guest.what().name().toLowerCase(Locale.ROOT) + " of " + vcpu.id();
        try {
            long got = perform(access, vcpu.index().value(), guest);
            line.check(
                    got == guest.result(),
                    () -> what + " at 0x" + Long.toHexString(guest.a()) + " value 0x" + Long.toHexString(guest.b())
                            + ": expected 0x" + Long.toHexString(guest.result()) + ", got 0x"
                            + Long.toHexString(got));
        } catch (GicException refused) {
            line.differ(what + ": expected 0x" + Long.toHexString(guest.result()) + ", got " + refused.getMessage());
        }
    }

    private static long perform(GuestAccess access, int vcpu, Operation.Guest guest) {
        return switch (guest.what()) {
            case LDR32 -> access.read(vcpu, guest.a(), Integer.BYTES);
            case LDRB -> access.read(vcpu, guest.a(), Byte.BYTES);
            case STR32 -> {
                access.write(vcpu, guest.a(), Integer.BYTES, guest.b());
                yield 0;
            }
            case STRB -> {
                access.write(vcpu, guest.a(), Byte.BYTES, guest.b());
                yield 0;
            }
            case ISR_EL1 -> interruptStatus(access.outputs(vcpu));
            case PMR -> writeAndReadBack(access, vcpu, ICC_PMR_EL1, guest.b());
            case IGRPEN1 -> writeAndReadBack(access, vcpu, ICC_IGRPEN1_EL1, guest.b());
            case CTLR -> writeAndReadBack(access, vcpu, ICC_CTLR_EL1, guest.b());
            case IAR1 -> access.readSystemRegister(vcpu, ICC_IAR1_EL1.row().offset());
            case HPPIR1 -> access.readSystemRegister(vcpu, ICC_HPPIR1_EL1.row().offset());
            case RPR -> access.readSystemRegister(vcpu, ICC_RPR_EL1.row().offset());
            case EOIR1 -> write(access, vcpu, ICC_EOIR1_EL1, guest.b());
            case DIR -> write(access, vcpu, ICC_DIR_EL1, guest.b());
            case SGI1R -> write(access, vcpu, ICC_SGI1R_EL1, guest.a() << Integer.SIZE | guest.b() & 0xFFFF_FFFFL);
        };
    }

    private static long write(GuestAccess access, int vcpu, Gicv3CpuInterface register, long value) {
        access.writeSystemRegister(vcpu, register.row().offset(), value);
        return 0;
    }

    private static long writeAndReadBack(GuestAccess access, int vcpu, Gicv3CpuInterface register, long value) {
        access.writeSystemRegister(vcpu, register.row().offset(), value);
        return access.readSystemRegister(vcpu, register.row().offset());
    }

    private static int interruptStatus(int outputs) {
        return ((outputs & GuestAccess.OUTPUT_IRQ) != 0 ? ISR_IRQ : 0)
                | ((outputs & GuestAccess.OUTPUT_FIQ) != 0 ? ISR_FIQ : 0);
    }
}
