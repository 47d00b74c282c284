package org.gic4j.kvm.machine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.GicException;
import org.gic4j.api.Refusal;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.RunArea;
import org.gic4j.kvm.vmm.ArmRegister;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.jspecify.annotations.Nullable;

/** A vCPU of the kernel. */
final class KernelVcpu implements KvmVcpu {
    /** The affinity fields of MPIDR_EL1: Aff3 in bits 39 to 32, the others in bits 23 to 0. */
    private static final long AFFINITY_FIELDS = 0xFF_00FF_FFFFL;
    /** Where the size of a register stands in its id, as the binary logarithm of bytes. */
    private static final int SIZE_SHIFT = 52;

    private final VcpuId id;
    private final VcpuIndex index;
    private final Descriptor vm;
    private final Descriptor descriptor;
    private final StandstillGate gate;
    private final VcpuRunArea area;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Affinity affinity;

    /**
     * A handle.
     *
     * @param id its id
     * @param index its place in creation order
     * @param vm its virtual machine
     * @param descriptor its descriptor
     * @param gate where runs wait while another thread quiesces the virtual machine
     */
    KernelVcpu(VcpuId id, VcpuIndex index, Descriptor vm, Descriptor descriptor, StandstillGate gate) {
        this.id = id;
        this.index = index;
        this.vm = vm;
        this.descriptor = descriptor;
        this.gate = gate;
        area = new VcpuRunArea(id, descriptor);
    }

    @Override
    public VcpuId id() {
        return id;
    }

    @Override
    public VcpuIndex index() {
        return index;
    }

    /**
     * {@inheritDoc} Asked of the kernel once, until it is set here: the kernel's answer waits while another thread runs the
     * vCPU.
     */
    @Override
    public Affinity affinity() {
        Affinity known = affinity;
        if (known != null) {
            return known;
        }
        long[] mpidr = new long[1];
        int errno = tryGetRegister(ArmRegister.MPIDR_EL1, mpidr, 0);
        if (errno == Errno.ENOEXEC) {
            return new Affinity(0);
        }
        if (errno != Errno.OK) {
            throw Refusals.of(errno, "KVM_GET_ONE_REG of MPIDR_EL1 of " + id, null);
        }
        Affinity read = Affinity.ofMpidr(mpidr[0]);
        affinity = read;
        return read;
    }

    @Override
    public void initialize() {
        initialize(0);
    }

    @Override
    public void initialize(int features) {
        if (descriptor.isClosed()) {
            // Or a virtual machine that died would answer first.
            throw Refusals.of(Errno.EBADF, "KVM_ARM_VCPU_INIT of " + id, null);
        }
        Arguments arguments = Arguments.ofThisThread();
        int result = vm.ioctl(KvmRequest.ARM_PREFERRED_TARGET, arguments.vcpuInit());
        if (result < 0) {
            throw Refusals.of(-result, "KVM_ARM_PREFERRED_TARGET for " + id, null);
        }
        arguments.addFeatures(features);
        result = descriptor.ioctl(KvmRequest.ARM_VCPU_INIT, arguments.vcpuInit());
        if (result < 0) {
            throw Refusals.of(
                    -result,
                    "KVM_ARM_VCPU_INIT of " + id,
                    result == -Errno.EINVAL
                            ? "this host's CPU lacks features of 0x" + Integer.toHexString(features)
                                    + ", or it was initialised with others before"
                            : null);
        }
        // Before it, an affinity of 0 was answered; initialising again keeps what was set.
        affinity = null;
    }

    @Override
    public void setAffinity(Affinity newAffinity) {
        long[] mpidr = new long[1];
        int errno = tryGetRegister(ArmRegister.MPIDR_EL1, mpidr, 0);
        if (errno != Errno.OK) {
            throw Refusals.of(errno, "KVM_GET_ONE_REG of MPIDR_EL1 of " + id, null);
        }
        errno = trySetRegister(ArmRegister.MPIDR_EL1, mpidr[0] & ~AFFINITY_FIELDS | newAffinity.mpidr());
        if (errno != Errno.OK) {
            throw Refusals.of(errno, "KVM_SET_ONE_REG of MPIDR_EL1 of " + id + " to affinity " + newAffinity, null);
        }
        affinity = newAffinity;
    }

    @Override
    public int tryGetRegister(long register, long[] values, int at) {
        if (isTooLarge(register)) {
            return Errno.EINVAL;
        }
        Arguments arguments = Arguments.ofThisThread();
        arguments.setValue(0);
        int result = descriptor.ioctl(KvmRequest.GET_ONE_REG, arguments.oneRegister(register));
        if (result < 0) {
            return -result;
        }
        values[at] = arguments.value();
        return Errno.OK;
    }

    @Override
    public int trySetRegister(long register, long value) {
        if (isTooLarge(register)) {
            return Errno.EINVAL;
        }
        Arguments arguments = Arguments.ofThisThread();
        arguments.setValue(value);
        int result = descriptor.ioctl(KvmRequest.SET_ONE_REG, arguments.oneRegister(register));
        if (register == ArmRegister.MPIDR_EL1) {
            affinity = null;
        }
        return -Math.min(result, 0);
    }

    @Override
    public int run() {
        return run(false);
    }

    /** {@inheritDoc} What the last exit was about is completed, as a run does. */
    @Override
    public int tryValidateFirstRun() {
        int result = run(true);
        return result >= 0 || result == -Errno.EINTR ? Errno.OK : -result;
    }

    @Override
    public void validateFirstRun() {
        area.map();
        int errno = tryValidateFirstRun();
        if (errno != Errno.OK) {
            throw Refusal.ofFirstRun("KVM_RUN", errno, id);
        }
    }

    @Override
    public void requestExit() {
        area.map().setImmediateExit(true);
    }

    @Override
    public long mmioAddress() {
        return area.open().mmioAddress();
    }

    @Override
    public int mmioLength() {
        return area.open().mmioLength();
    }

    @Override
    public boolean mmioIsWrite() {
        return area.open().mmioIsWrite();
    }

    @Override
    public long mmioData() {
        RunArea shared = area.open();
        int bits = shared.mmioLength() * Byte.SIZE;
        long data = shared.mmioData();
        return bits < Long.SIZE ? data & (1L << bits) - 1 : data;
    }

    @Override
    public void setMmioData(long data) {
        area.open().setMmioData(data);
    }

    @Override
    public int systemEvent() {
        return area.open().exitWord(0);
    }

    @Override
    public int deviceInterruptLevels() {
        return (int) area.open().deviceInterruptLevel();
    }

    /** {@inheritDoc} Empty: KVM runs guest code itself. */
    @Override
    public Optional<ExecutionMarks> executionMarks() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            area.close();
        } finally {
            descriptor.close();
        }
    }

    private int run(boolean immediately) {
        if (!running.compareAndSet(false, true)) {
            return -Errno.EBUSY;
        }
        try {
            int errno = area.tryMap();
            if (errno != Errno.OK) {
                return -errno;
            }
            gate.beginRun(!immediately);
            try {
                return run(area.open(), immediately);
            } finally {
                gate.endRun();
            }
        } catch (IllegalStateException | GicException closedMeanwhile) {
            return -Errno.EBADF;
        } finally {
            running.set(false);
        }
    }

    private int run(RunArea shared, boolean immediately) {
        if (immediately) {
            shared.setImmediateExit(true);
        }
        int result = descriptor.ioctl(KvmRequest.RUN, 0);
        if (immediately || result == -Errno.EINTR) {
            shared.setImmediateExit(false);
        }
        return result < 0 ? result : shared.exitReason();
    }

    private static boolean isTooLarge(long register) {
        return (register >>> SIZE_SHIFT & 0xF) > 3;
    }
}
