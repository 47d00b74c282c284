package org.gic4j.kvm.fake;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gic4j.api.Errno;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with KVM, in memory: decodes the real structures from native memory, and lets the emulated interrupt
 * controller answer. It keeps account of descriptors and mappings; what no sound program does, as a call on a descriptor
 * that is not open, is a fault that {@link #faults} tells.
 *
 * <p>Without further words it is a machine that offers no interrupt controller, as x86 does.
 */
public final class FakeKernel implements KernelCalls {
    private final FakeHost host = new FakeHost();
    private final UserMemory user = new UserMemory();
    private final Map<Integer, FakeFile> open = new HashMap<>();
    private final List<MemorySegment> mappings = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private volatile FakeGuest guest = run -> -Errno.EINTR;
    private int next = 3;
    private int opened;
    private int closed;
    private int calls;

    /** A GICv2 host with 44 bits of guest addresses and one CPU, as the golden logs were recorded on. */
    public static FakeKernel ofGicv2Host() {
        return new FakeKernel().offering(5).withAddressBits(44);
    }

    /** A GICv3 host, in the same way. */
    public static FakeKernel ofGicv3Host() {
        return new FakeKernel().offering(7, 8).withAddressBits(44);
    }

    /** Makes every open fail. */
    public FakeKernel refusingToOpen(int errno) {
        host.openErrno = errno;
        return this;
    }

    /** Makes every close fail, after it has closed. */
    public FakeKernel failingToClose(int errno) {
        host.closeErrno = errno;
        return this;
    }

    /** A version, or a negated errno. */
    public FakeKernel answeringVersion(int answer) {
        host.apiVersion = answer;
        return this;
    }

    /** The next KVM_CREATE_VM fail, each with its errno. */
    public FakeKernel refusingVirtualMachines(int... errnos) {
        Arrays.stream(errnos).forEach(host.machineErrnos::add);
        return this;
    }

    /** The host's largest size of guest addresses. */
    public FakeKernel withAddressBits(int bits) {
        host.addressBits = bits;
        return this;
    }

    /** The fields of ICC_CTLR_EL1 that the host's CPUs decide. */
    public FakeKernel withCpuInterfaceControl(int control) {
        host.cpuInterfaceControl = control;
        return this;
    }

    /** The host's number of CPUs. */
    public FakeKernel withCpus(int cpus) {
        host.cpus = cpus;
        return this;
    }

    /** Types of interrupt controllers that can be created. */
    public FakeKernel offering(int... types) {
        Arrays.stream(types).forEach(host.deviceTypes::add);
        return this;
    }

    /** The errno for types of interrupt controllers that are not offered. */
    public FakeKernel refusingTypesWith(int errno) {
        host.typeErrno = errno;
        return this;
    }

    /** What vCPUs execute from now on. */
    public FakeKernel executing(FakeGuest newGuest) {
        guest = newGuest;
        return this;
    }

    /** The descriptor of a file that can be mapped, and has nothing to do with KVM. */
    public int openOther() {
        return add(new FakeFile() {
            private final MemorySegment contents = Arena.ofAuto().allocate(KvmStructs.Run.SIZE);

            @Override
            public int ioctl(long request, long argument) {
                return UNKNOWN;
            }

            @Override
            public int ioctl(long request, MemorySegment argument) {
                return UNKNOWN;
            }

            @Override
            public MemorySegment shared() {
                return contents;
            }

            @Override
            public void release() {
                // It has nothing but its memory.
            }
        });
    }

    @Override
    public synchronized int open(String path, int flags) {
        calls++;
        if (!path.equals("/dev/kvm") || flags != (O_RDWR | O_CLOEXEC)) {
            fault("open " + path + " with flags " + flags);
        }
        return host.openErrno != 0 ? -host.openErrno : add(new FakeSystem(this));
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        FakeFile file = file("ioctl " + Long.toHexString(request), descriptor);
        return file == null ? -Errno.EBADF : known(request, descriptor, file.ioctl(request, argument));
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        FakeFile file = file("ioctl " + Long.toHexString(request), descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        // Bits 29 to 16 of a request are the size of its structure.
        if (argument.byteSize() != (request >>> 16 & 0x3FFF)) {
            fault("ioctl " + Long.toHexString(request) + " with a structure of " + argument.byteSize() + " bytes");
            return -Errno.EFAULT;
        }
        return known(request, descriptor, file.ioctl(request, argument));
    }

    private int known(long request, int descriptor, int answer) {
        if (answer != FakeFile.UNKNOWN) {
            return answer;
        }
        if (request == KvmRequest.FOREIGN) {
            return -Errno.ENOTTY;
        }
        fault("ioctl " + Long.toHexString(request) + " on descriptor " + descriptor + ", which does not know it");
        return -Errno.ENOTTY;
    }

    @Override
    public synchronized long mmap(long length, int protection, int flags, int descriptor, long offset) {
        FakeFile file = file("mmap", descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        MemorySegment shared = file.shared();
        if (shared.equals(MemorySegment.NULL)) {
            return -Errno.ENODEV;
        }
        if (protection != (PROT_READ | PROT_WRITE) || flags != MAP_SHARED || offset != 0 || length > shared.byteSize()) {
            fault("mmap of " + length + " bytes from " + offset + " of descriptor " + descriptor);
            return -Errno.EINVAL;
        }
        mappings.add(shared);
        return shared.address();
    }

    @Override
    public synchronized int munmap(long address, long length) {
        calls++;
        for (MemorySegment mapping : mappings) {
            if (mapping.address() == address) {
                mappings.remove(mapping);
                return 0;
            }
        }
        fault("munmap of what is not mapped");
        return -Errno.EINVAL;
    }

    @Override
    public int close(int descriptor) {
        FakeFile file;
        synchronized (this) {
            calls++;
            closed++;
            file = open.remove(descriptor);
            if (file == null) {
                fault("close of descriptor " + descriptor + ", which is not open");
                return -Errno.EBADF;
            }
        }
        file.release();
        return -host.closeErrno;
    }

    /** How often anything was called. */
    public synchronized int calls() {
        return calls;
    }

    /** Descriptors that were given out. */
    public synchronized int opened() {
        return opened;
    }

    /** Calls of close. */
    public synchronized int closed() {
        return closed;
    }

    /** Descriptors that nobody closed. */
    public synchronized Set<Integer> leaked() {
        return Set.copyOf(open.keySet());
    }

    /** Mappings that nobody took away. */
    public synchronized int leakedMappings() {
        return mappings.size();
    }

    /** Calls that no sound program makes. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Forgets the faults so far: for tests of what is no sound program. */
    public synchronized void forgive() {
        faults.clear();
    }

    /** The machine types that were asked for. */
    public List<Long> machineTypes() {
        return List.copyOf(host.machineTypes);
    }

    FakeHost host() {
        return host;
    }

    UserMemory user() {
        return user;
    }

    FakeGuest guest() {
        return guest;
    }

    /** Gives a descriptor for a file: always a new one, so that a late use of an old one is seen. */
    synchronized int add(FakeFile file) {
        opened++;
        open.put(next, file);
        return next++;
    }

    synchronized void fault(String what) {
        faults.add(what);
    }

    private synchronized @Nullable FakeFile file(String call, int descriptor) {
        calls++;
        FakeFile file = open.get(descriptor);
        if (file == null) {
            fault(call + " on descriptor " + descriptor + ", which is not open");
        }
        return file;
    }
}
