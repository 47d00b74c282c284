package org.gic4j.kvm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gic4j.api.Errno;

/**
 * A kernel with KVM, as far as a probe sees it. Keeps account of descriptors: a call on one that is not open, or not of
 * the right kind, is a fault that {@link #faults} tells.
 */
final class FakeKernel implements KernelCalls {
    private enum Kind {
        KVM,
        VIRTUAL_MACHINE
    }

    private final Map<Integer, Kind> open = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Integer> deviceTypes = new HashSet<>();
    private final Deque<Integer> virtualMachineFailures = new ArrayDeque<>();
    private final List<Long> machineTypes = new ArrayList<>();
    private int next = 3;
    private int opened;
    private int closed;
    private int calls;
    private int openErrno;
    private int closeErrno;
    private int apiVersion = KvmAbi.API_VERSION;
    private int addressBits;
    private int testErrno = Errno.ENODEV;

    FakeKernel refusingToOpen(int errno) {
        openErrno = errno;
        return this;
    }

    FakeKernel failingToClose(int errno) {
        closeErrno = errno;
        return this;
    }

    /** A version, or a negated errno. */
    FakeKernel answeringVersion(int answer) {
        apiVersion = answer;
        return this;
    }

    /** The next KVM_CREATE_VM fail, each with its errno. */
    FakeKernel refusingVirtualMachines(int... errnos) {
        for (int errno : errnos) {
            virtualMachineFailures.add(errno);
        }
        return this;
    }

    FakeKernel withAddressBits(int bits) {
        addressBits = bits;
        return this;
    }

    FakeKernel offering(int... types) {
        for (int type : types) {
            deviceTypes.add(type);
        }
        return this;
    }

    /** The errno for types of device that are not offered. */
    FakeKernel refusingTypesWith(int errno) {
        testErrno = errno;
        return this;
    }

    @Override
    public int open(String path, int flags) {
        calls++;
        if (!path.equals("/dev/kvm") || flags != (O_RDWR | O_CLOEXEC)) {
            faults.add("open " + path + " with flags " + flags);
        }
        return openErrno != 0 ? -openErrno : add(Kind.KVM);
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        calls++;
        if (open.get(descriptor) != Kind.KVM) {
            faults.add("ioctl " + Long.toHexString(request) + " on descriptor " + descriptor);
            return -Errno.EBADF;
        }
        if (request == KvmAbi.GET_API_VERSION) {
            return apiVersion;
        }
        if (request == KvmAbi.CHECK_EXTENSION) {
            return argument == 165 ? addressBits : 0;
        }
        if (request == KvmAbi.CREATE_VM) {
            machineTypes.add(argument);
            Integer errno = virtualMachineFailures.poll();
            return errno == null ? add(Kind.VIRTUAL_MACHINE) : -errno;
        }
        return -Errno.ENOTTY;
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        calls++;
        if (open.get(descriptor) != Kind.VIRTUAL_MACHINE || request != KvmAbi.CREATE_DEVICE) {
            faults.add("ioctl " + Long.toHexString(request) + " on descriptor " + descriptor);
            return -Errno.EBADF;
        }
        if (argument.byteSize() != 12 || argument.get(ValueLayout.JAVA_INT, 8) != 1) {
            faults.add("a device would be created, not tested");
        }
        return deviceTypes.contains(argument.get(ValueLayout.JAVA_INT, 0)) ? 0 : -testErrno;
    }

    @Override
    public int close(int descriptor) {
        calls++;
        closed++;
        if (open.remove(descriptor) == null) {
            faults.add("close of descriptor " + descriptor + ", which is not open");
        }
        return -closeErrno;
    }

    /** How often anything was called. */
    int calls() {
        return calls;
    }

    /** Descriptors that were given out. */
    int opened() {
        return opened;
    }

    /** Calls of close. */
    int closed() {
        return closed;
    }

    /** Descriptors that nobody closed. */
    Set<Integer> leaked() {
        return Set.copyOf(open.keySet());
    }

    /** Calls that no sound program makes. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The machine types that were asked for. */
    List<Long> machineTypes() {
        return List.copyOf(machineTypes);
    }

    private int add(Kind kind) {
        opened++;
        open.put(next, kind);
        return next++;
    }
}
