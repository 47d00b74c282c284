package org.gic4j.testkit.differential.lockstep;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.differential.request.Answer;
import org.gic4j.testkit.differential.request.Request;
import org.gic4j.testkit.guest.VcpuExecution;
import org.jspecify.annotations.Nullable;

/** One backend and its virtual machine, which requests are put to. Not for several threads. */
public final class Subject implements AutoCloseable {
    private static final long PAGE = 4096;

    private final GicBackend backend;
    private final VirtualMachineConfiguration configuration;
    private final VcpuExecution execution;
    private final List<Optional<Device>> devices = new ArrayList<>();
    private final Map<Integer, Vcpu> vcpus = new TreeMap<>();
    private final long[] word = new long[1];
    private @Nullable Arena arena;
    private @Nullable VirtualMachine vm;
    private @Nullable Vcpu running;

    /**
     * A backend without a virtual machine yet.
     *
     * @param backend what answers
     * @param configuration what its machines are made with, but for the machine type
     */
    public Subject(GicBackend backend, VirtualMachineConfiguration configuration) {
        this(backend, configuration, VcpuExecution.BY_MARKS);
    }

    /**
     * A backend without a virtual machine yet, and how its vCPUs run.
     *
     * @param backend what answers
     * @param configuration what its machines are made with, but for the machine type
     * @param execution brings vCPUs inside their runs
     */
    public Subject(GicBackend backend, VirtualMachineConfiguration configuration, VcpuExecution execution) {
        this.backend = backend;
        this.configuration = configuration;
        this.execution = execution;
    }

    /** The virtual machine, if there is one. */
    public Optional<VirtualMachine> vm() {
        return Optional.ofNullable(vm);
    }

    /** The device of an index; empty where there is none, or none that is an interrupt controller. */
    Optional<Device> device(int index) {
        return index >= 0 && index < devices.size() ? devices.get(index) : Optional.empty();
    }

    /** The vCPUs that there are, by id. */
    Map<Integer, Vcpu> vcpus() {
        return vcpus;
    }

    /** Whether there is a vCPU of an id that can be brought inside its run. */
    boolean canRun(int id) {
        Vcpu vcpu = vcpus.get(id);
        return vcpu != null && execution.canRun(vcpu);
    }

    /**
     * Puts a request.
     *
     * @param request anything but a comparison of states
     * @return the answer, {@link Answer#NONE} where what it names does not exist
     */
    public Answer put(Request request) {
        try {
            return answer(request);
        } catch (RuntimeException | Error unexpected) {
            return Answer.ofThrown(unexpected);
        }
    }

    private Answer answer(Request request) {
        if (request instanceof Request.CreateMachine create) {
            return createMachine(create.type());
        }
        VirtualMachine machine = vm;
        if (machine == null) {
            return Answer.NONE;
        }
        return switch (request) {
            case Request.CreateMachine _, Request.CompareState _, Request.CompareMemory _ -> Answer.NONE;
            case Request.CloseMachine _ -> done(machine::close);
            case Request.CreateVcpu create -> done(() -> vcpus.put(create.id(), machine.createVcpu(create.id())));
            case Request.InitializeVcpu initialize -> onVcpu(initialize.id(), vcpu -> errnoOf(vcpu::initialize));
            case Request.SetAffinity set ->
                onVcpu(set.id(), vcpu -> errnoOf(() -> vcpu.setAffinity(new Affinity(set.affinity()))));
            case Request.ValidateFirstRun run -> onVcpu(run.id(), Vcpu::tryValidateFirstRun);
            case Request.BeginRun begin -> onVcpu(begin.id(), vcpu -> beginRun(machine, vcpu));
            case Request.EndRun _ -> endRun();
            case Request.CloseVcpu close -> onVcpu(close.id(), vcpu -> errnoOf(vcpu::close));
            case Request.CreateDevice create -> createDevice(machine, create);
            case Request.CreateIrqchip _ -> done(machine::createIrqchip);
            case Request.SetDeviceAddress set -> done(() -> machine.setDeviceAddress(set.id(), set.address()));
            case Request.InterruptLine line -> Answer.of(machine.tryInterruptLine(line.irq(), line.level()));
            case Request.SignalMsi signal -> {
                int result =
                        machine.trySignalMsi(signal.address(), signal.data(), signal.flags(), signal.deviceId());
                yield result < 0 ? Answer.of(-result) : Answer.of(Errno.OK, result);
            }
            case Request.CheckExtension check -> checkExtension(machine, check.capability());
            case Request.Has has -> onDevice(has.device(), device -> device.tryHas(has.group(), has.attribute()));
            case Request.Get get -> get(get);
            case Request.Set set ->
                onDevice(set.device(), device -> device.trySet(set.group(), set.attribute(), set.value()));
            case Request.MapMemory map -> done(() -> map(machine, map));
            case Request.WriteMemory write ->
                inMemory(machine, write.address(), Long.BYTES, memory -> {
                    memory.writeLong(write.address(), write.value());
                    return Answer.DONE;
                });
            case Request.ReadMemory read ->
                inMemory(
                        machine,
                        read.address(),
                        Long.BYTES,
                        memory -> Answer.of(Errno.OK, memory.readLong(read.address())));
            case Request.Execute execute ->
                inMemory(machine, execute.address(), ItsCommand.SIZE, memory -> execute(memory, execute));
            case Request.CloseDevice close -> onDevice(close.device(), device -> errnoOf(device::close));
        };
    }

    private Answer createMachine(long type) {
        close();
        try {
            vm = backend.createVirtualMachine(configuration.withMachineType(type));
            return Answer.DONE;
        } catch (GicException refused) {
            if (refused.errno() == Errno.EOPNOTSUPP || refused.errno() == Errno.ENODEV) {
                throw refused;
            }
            return Answer.of(refused.errno());
        }
    }

    private static Answer inMemory(
            VirtualMachine machine, long address, int length, Function<GuestMemory, Answer> action) {
        return machine.memory().isMapped(address, length) ? action.apply(machine.memory()) : Answer.NONE;
    }

    private Answer execute(GuestMemory memory, Request.Execute execute) {
        return onDevice(execute.device(), device -> {
            execute.command().write(memory, execute.address());
            return device.trySet(AttributeGroup.ITS_REGISTERS, Its.GITS_CWRITER.attribute(0, 0), execute.writer());
        });
    }

    private void map(VirtualMachine machine, Request.MapMemory map) {
        Arena open = arena;
        if (open == null) {
            open = Arena.ofShared();
            arena = open;
        }
        machine.memory().map(map.address(), open.allocate(map.size(), PAGE));
    }

    /** Where guest memory of another differs from this: the address of the first 64 bits; empty where it does not. */
    OptionalLong firstDifference(Subject other) {
        if (vm == null || other.vm == null) {
            return OptionalLong.empty();
        }
        for (GuestMemory.Region region : vm.memory().regions()) {
            for (GuestMemory.Region twin : other.vm.memory().regions()) {
                if (twin.address() == region.address()) {
                    long offset = region.segment().mismatch(twin.segment());
                    if (offset >= 0) {
                        return OptionalLong.of(region.address() + (offset & -Long.BYTES));
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private int beginRun(VirtualMachine machine, Vcpu vcpu) {
        int errno = execution.begin(machine, vcpu);
        if (errno == Errno.OK) {
            running = vcpu;
        }
        return errno;
    }

    private Answer endRun() {
        Vcpu vcpu = running;
        if (vcpu == null) {
            return Answer.NONE;
        }
        running = null;
        execution.end(vcpu);
        return Answer.DONE;
    }

    private Answer createDevice(VirtualMachine machine, Request.CreateDevice create) {
        boolean test = (create.flags() & VirtualMachine.CREATE_DEVICE_TEST) != 0;
        int errno = errnoOf(() -> {
            Device device = machine.createDevice(create.type(), create.flags());
            if (!test) {
                devices.add(Optional.ofNullable(device));
            }
        });
        return Answer.of(errno, errno == Errno.OK && !test ? devices.size() - 1 : 0);
    }

    private Answer checkExtension(VirtualMachine machine, int capability) {
        try {
            return Answer.of(Errno.OK, machine.checkExtension(capability));
        } catch (GicException refused) {
            return Answer.of(refused.errno());
        }
    }

    private Answer get(Request.Get get) {
        Optional<Device> device = device(get.device());
        if (device.isEmpty()) {
            return Answer.NONE;
        }
        word[0] = get.in();
        int errno = device.get().tryGet(get.group(), get.attribute(), word, 0);
        if (errno != Errno.OK && word[0] != get.in()) {
            throw new IllegalStateException("a failed get changed the word from 0x" + Long.toHexString(get.in())
                    + " to 0x" + Long.toHexString(word[0]));
        }
        return Answer.of(errno, errno == Errno.OK ? word[0] : 0);
    }

    private Answer onVcpu(int id, ToIntFunction<Vcpu> action) {
        Vcpu vcpu = vcpus.get(id);
        return vcpu == null ? Answer.NONE : Answer.of(action.applyAsInt(vcpu));
    }

    private Answer onDevice(int index, ToIntFunction<Device> action) {
        Optional<Device> device = device(index);
        return device.isEmpty() ? Answer.NONE : Answer.of(action.applyAsInt(device.get()));
    }

    private static Answer done(Runnable action) {
        return Answer.of(errnoOf(action));
    }

    private static int errnoOf(Runnable action) {
        try {
            action.run();
            return Errno.OK;
        } catch (GicException refused) {
            return refused.errno();
        }
    }

    @Override
    public void close() {
        endRun();
        VirtualMachine machine = vm;
        vm = null;
        devices.clear();
        vcpus.clear();
        if (machine != null) {
            machine.close();
        }
        Arena open = arena;
        arena = null;
        if (open != null) {
            open.close();
        }
    }
}
