package org.gic4j.testkit.replay.oplog;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A line of an op log. {@code vm} numbers virtual machines, {@code dev} the devices of one in the order in which they
 * were created; {@code errno} is 0 or a positive Linux error number.
 */
sealed interface Operation {
    /** How many answers the line holds. */
    default long answers() {
        return 1;
    }

    /** A line that did nothing: a note, the end, the load of a guest program. */
    record Context() implements Operation {
        @Override
        public long answers() {
            return 0;
        }
    }

    /** A measurement of time. */
    record Timing() implements Operation {}

    /** A question to the host rather than to a virtual machine. */
    record HostQuery(OptionalInt capability, int result) implements Operation {}

    /** A virtual machine is made. */
    record CreateVm(int vm, long type, int errno) implements Operation {}

    /** A capability of a virtual machine; of the one made last where none is named. */
    record CheckExtension(OptionalInt vm, int capability, int result) implements Operation {}

    /** An operation on one virtual machine. */
    sealed interface OfMachine extends Operation {
        /** The machine's number. */
        int vm();
    }

    /** Creation, addresses, capabilities and inputs of a machine. */
    sealed interface Lifecycle extends OfMachine {}

    /** An access to attributes of a device. */
    sealed interface AttributeAccess extends OfMachine {
        /** The device's index. */
        int device();

        /** The attributes' group. */
        int group();
    }

    /** User space's access to guest memory. */
    sealed interface MemoryAccess extends OfMachine {}

    /** What a vCPU does. */
    sealed interface Execution extends OfMachine {
        /** The vCPU's id. */
        int id();
    }

    /** All file descriptors are closed. What is asked of the machine afterwards answers EBADF. */
    record CloseVm(int vm) implements OfMachine {
        @Override
        public long answers() {
            return 0;
        }
    }

    /** A vCPU is made. */
    record CreateVcpu(int vm, int id, int errno) implements Lifecycle {}

    /** A vCPU is initialised with the host's preferred target. */
    record InitializeVcpu(int vm, int id, int errno) implements Lifecycle {}

    /** A vCPU's MPIDR_EL1 is written. */
    record SetMpidr(int vm, int id, long value, int errno) implements Lifecycle {}

    /** A vCPU's handle is closed. */
    record CloseVcpu(int vm, int id, int errno) implements Lifecycle {}

    /** A device's handle is closed. */
    record CloseDevice(int vm, int device, int errno) implements Lifecycle {}

    /** A device is made; {@code device} is -1 where none was. */
    record CreateDevice(int vm, boolean badPointer, int type, int flags, int device, int errno) implements Lifecycle {}

    /** The legacy interrupt controller is made. */
    record CreateIrqchip(int vm, int errno) implements Lifecycle {}

    /** The legacy call that sets an address. */
    record SetDeviceAddress(int vm, long id, long address, int errno) implements Lifecycle {}

    /** Has-attribute. */
    record Has(int vm, int device, int group, long attribute, int errno) implements AttributeAccess {}

    /** Get-attribute; {@code in} is the word that the buffer held, {@code value} what it held afterwards. */
    record Get(
            int vm,
            int device,
            int group,
            long attribute,
            boolean badPointer,
            OptionalLong in,
            int errno,
            OptionalLong value)
            implements AttributeAccess {}

    /** Set-attribute; {@code changes} are all registers that it changed, where that was looked at. */
    record Set(
            int vm,
            int device,
            int group,
            long attribute,
            boolean badPointer,
            long value,
            int errno,
            @Nullable List<Change> changes)
            implements AttributeAccess {}

    /** A register that a set changed. */
    record Change(int group, long attribute, long before, long after) {}

    /** One access for each offset; without {@code runs} nothing was recorded, and nothing is to be done. */
    record Sweep(
            int vm,
            int device,
            Kind kind,
            int group,
            long attributeHigh,
            long from,
            long to,
            long step,
            long value,
            List<Run> runs)
            implements AttributeAccess {
        @Override
        public long answers() {
            return runs.isEmpty() ? 0 : (to - from + step - 1) / step;
        }

        /** What each access of a sweep is. */
        enum Kind {
            HAS,
            GET,
            SET
        }

        /** Neighbours with equal answers, from {@code first} up to but not including {@code end}. */
        record Run(long first, long end, int errno, OptionalLong value) {}
    }

    /** An interrupt line is set. */
    record InterruptLevel(int vm, int irq, int level, int errno) implements Lifecycle {}

    /** A message is signalled; the kernel's result is 1, 0, or -1 with an errno. */
    record SignalMsi(int vm, long address, int data, int flags, int deviceId, int errno, int result)
            implements Lifecycle {}

    /** Memory full of zeros is mapped. */
    record MapMemory(int vm, long address, long size, int errno) implements MemoryAccess {}

    /** User space stores words. */
    record WriteMemory(int vm, long address, List<Long> words) implements MemoryAccess {
        @Override
        public long answers() {
            return 0;
        }
    }

    /** User space stores zeros. */
    record ZeroMemory(int vm, long from, long to) implements MemoryAccess {
        @Override
        public long answers() {
            return 0;
        }
    }

    /** All memory is copied from another virtual machine. */
    record CopyMemory(int vm, int source) implements MemoryAccess {}

    /** All words of a range that are not 0. */
    record ReadMemory(int vm, long address, long length, List<Word> words) implements MemoryAccess {
        /** A word of memory. */
        record Word(long address, long value) {}
    }

    /** A vCPU runs. */
    record Run(int vm, int id, boolean immediateExit, int errno) implements Execution {}

    /** A vCPU begins to run in another thread. */
    record BeginRun(int vm, int id) implements Execution {
        @Override
        public long answers() {
            return 0;
        }
    }

    /** It has run. */
    record EndRun(int vm, int id, int errno) implements Execution {}

    /** One operation of a guest. */
    record Guest(int vm, int id, What what, long a, long b, long result) implements Execution {
        /** What a guest can be told to do. */
        enum What {
            LDR32,
            LDRB,
            STR32,
            STRB,
            ISR_EL1,
            PMR,
            IGRPEN1,
            CTLR,
            IAR1,
            HPPIR1,
            RPR,
            EOIR1,
            DIR,
            SGI1R
        }
    }
}
