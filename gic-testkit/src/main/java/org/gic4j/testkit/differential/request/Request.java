package org.gic4j.testkit.differential.request;

import org.gic4j.api.its.ItsCommand;

/**
 * One operation on the virtual machine of a sequence, without its answer. Objects are named by what stays the same when
 * other operations are left out: vCPUs by id, devices by their place among those created.
 */
public sealed interface Request {
    /** A virtual machine; the one before it is closed. */
    record CreateMachine(long type) implements Request {}

    /** The virtual machine is closed, and stays to be asked. */
    record CloseMachine() implements Request {}

    /** A vCPU. */
    record CreateVcpu(int id) implements Request {}

    /** A vCPU is initialised with the host's preferred target. */
    record InitializeVcpu(int id) implements Request {}

    /** A vCPU's MPIDR_EL1 is written. */
    record SetAffinity(int id, int affinity) implements Request {}

    /** A run that ends before guest code. */
    record ValidateFirstRun(int id) implements Request {}

    /** A vCPU is brought inside its run, and stays there. */
    record BeginRun(int id) implements Request {}

    /** A vCPU is brought out of its run. */
    record EndRun(int id) implements Request {}

    /** A vCPU's handle is closed. */
    record CloseVcpu(int id) implements Request {}

    /** A device, or a test whether it could be created. */
    record CreateDevice(int type, int flags) implements Request {}

    /** The legacy interrupt controller. */
    record CreateIrqchip() implements Request {}

    /** The legacy call that sets an address. */
    record SetDeviceAddress(long id, long address) implements Request {}

    /** An interrupt line. */
    record InterruptLine(int irq, int level) implements Request {}

    /** A message. */
    record SignalMsi(long address, int data, int flags, int deviceId) implements Request {}

    /** A capability of the virtual machine. */
    record CheckExtension(int capability) implements Request {}

    /** Has-attribute. */
    record Has(int device, int group, long attribute) implements Request {}

    /** Get-attribute. */
    record Get(int device, int group, long attribute, long in) implements Request {}

    /** Set-attribute. */
    record Set(int device, int group, long attribute, long value) implements Request {}

    /** A device's handle is closed. */
    record CloseDevice(int device) implements Request {}

    /** Every register of a device that user space can read is compared. */
    record CompareState(int device) implements Request {}

    /** Guest memory of zeroes. */
    record MapMemory(long address, long size) implements Request {}

    /** User space writes 64 bits of guest memory. */
    record WriteMemory(long address, long value) implements Request {}

    /** User space reads 64 bits of guest memory. */
    record ReadMemory(long address) implements Request {}

    /** A command is written to guest memory, and GITS_CWRITER set. */
    record Execute(int device, long address, ItsCommand command, long writer) implements Request {}

    /** Guest memory is compared. */
    record CompareMemory() implements Request {}
}
