package org.gic4j.testkit.replay.oplog;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.gic4j.testkit.replay.source.LogLines;
import org.gic4j.testkit.replay.source.LogText;
import org.gic4j.testkit.replay.tally.LineTally;
import org.gic4j.testkit.replay.tally.Tally;
import org.jspecify.annotations.Nullable;

/** Runs the operations of an op log in order and compares their answers. */
public final class OpLogReplay implements AutoCloseable {
    private final GicBackend backend;
    private final Tally tally;
    private final Map<Integer, Machine> machines = new LinkedHashMap<>();
    private VirtualMachineConfiguration configuration;
    private @Nullable Closed closed;

    /** The machine that was closed last, which may be asked once more. */
    private record Closed(int vm, Machine machine) {}

    private OpLogReplay(GicBackend backend, VirtualMachineConfiguration configuration, Tally tally) {
        this.backend = backend;
        this.configuration = configuration;
        this.tally = tally;
    }

    /**
     * Replays a log.
     *
     * @param log its text
     * @param options how
     * @throws ReplayException for a line that does not parse
     * @throws GicException when the backend is not available or cannot honour the host kind or the profile
     * @throws IOException when it cannot be read
     */
    public static ReplayReport run(LogText log, ReplayOptions options) throws IOException {
        HostKind host = options.host().isPresent() ? options.host().get() : RecordedHost.of(log);
        VirtualMachineConfiguration configuration = VirtualMachineConfiguration.KVM_GICV2
                .withHost(host)
                .withProfile(options.profile().orElse(GicProfile.KVM));
        Tally tally = new Tally(options.expected().of(log.name()));
        try (OpLogReplay replay = new OpLogReplay(options.backend(), configuration, tally);
                LogLines lines = log.open()) {
            for (String text = lines.next(); text != null; text = lines.next()) {
                replay.runLine(OperationParser.parse(lines.number(), text), lines.number());
            }
        }
        return tally.report();
    }

    private void runLine(Operation operation, int number) {
        try {
            run(operation, number);
        } catch (ReplayException | GicException explained) {
            throw explained;
        } catch (RuntimeException broken) {
            throw new IllegalStateException(
                    "line " + number + ": backend '" + backend.name() + "' failed: " + broken, broken);
        }
    }

    private void run(Operation operation, int number) {
        LineTally line = new LineTally(tally, number);
        switch (operation) {
            case Operation.Context _ -> {}
            case Operation.Timing timing -> line.skip(timing.answers(), SkipReason.TIMING);
            case Operation.HostQuery query -> {
                learn(query);
                line.skip(query.answers(), SkipReason.HOST_QUERY);
            }
            case Operation.CreateVm create -> createVm(create, line);
            case Operation.CheckExtension check -> checkExtension(check, line);
            case Operation.CloseVm close -> closeByLog(close.vm());
            case Operation.OfMachine ofMachine -> onMachine(ofMachine, line);
        }
    }

    /** What the recording host was decides what its virtual machines answer. */
    private void learn(Operation.HostQuery query) {
        int capability = query.capability().orElse(-1);
        if (query.result() <= 0) {
            return;
        }
        if (capability == Capability.NR_VCPUS.number()) {
            configuration = new VirtualMachineConfiguration(
                    configuration.host(),
                    configuration.machineType(),
                    configuration.addressLimit(),
                    query.result(),
                    configuration.profile());
        } else if (capability == Capability.ARM_VM_IPA_SIZE.number()) {
            configuration = new VirtualMachineConfiguration(
                    configuration.host(),
                    configuration.machineType(),
                    query.result(),
                    configuration.hostCpus(),
                    configuration.profile());
        }
    }

    private void createVm(Operation.CreateVm create, LineTally line) {
        int errno = Errno.OK;
        close(create.vm());
        try {
            machines.put(
                    create.vm(),
                    new Machine(backend.createVirtualMachine(configuration.withMachineType(create.type()))));
        } catch (GicException refused) {
            if (refused.errno() == Errno.EOPNOTSUPP || refused.errno() == Errno.ENODEV) {
                throw refused;
            }
            errno = refused.errno();
        }
        line.checkErrno(
                () -> "create a virtual machine of type 0x" + Long.toHexString(create.type()), create.errno(), errno);
    }

    private void checkExtension(Operation.CheckExtension check, LineTally line) {
        Optional<Machine> asked = check.vm().isPresent()
                ? Optional.ofNullable(machine(check.vm().getAsInt()))
                : machines.values().stream().reduce((earlier, later) -> later);
        if (asked.isEmpty()) {
            line.differ("there is no virtual machine here to ask for capability " + check.capability());
            return;
        }
        if (asked.get().ranGuestCode()) {
            line.skip(check.answers(), SkipReason.AFTER_GUEST_CODE);
            return;
        }
        if (asked.get().lacksIts() && check.capability() == Capability.MSI_DEVID.number()) {
            line.skip(check.answers(), SkipReason.NO_ITS);
            return;
        }
        int got;
        try {
            got = asked.get().vm().checkExtension(check.capability());
        } catch (GicException refused) {
            got = -1;
        }
        int answer = got;
        int expected = expected(check, asked.get().vm().configuration());
        line.check(
                answer == expected,
                () -> "capability " + check.capability() + ": expected " + expected + ", got " + answer);
    }

    /** What is recorded; for facts of the host, what the backend tells of its own, which need not be the recording one. */
    private static int expected(Operation.CheckExtension check, VirtualMachineConfiguration told) {
        if (check.result() <= 0) {
            return check.result();
        }
        if (check.capability() == Capability.NR_VCPUS.number()) {
            return told.hostCpus();
        }
        return check.capability() == Capability.ARM_VM_IPA_SIZE.number() ? told.addressLimit() : check.result();
    }

    private void onMachine(Operation.OfMachine operation, LineTally line) {
        Machine machine = operation instanceof Operation.MemoryAccess
                ? machines.get(operation.vm())
                : machine(operation.vm());
        if (machine == null) {
            tally.differ(line.line(), operation.answers(), "there is no virtual machine " + operation.vm() + " here");
            return;
        }
        if (machine.ranGuestCode()) {
            line.skip(operation.answers(), SkipReason.AFTER_GUEST_CODE);
            return;
        }
        switch (operation) {
            case Operation.CloseVm close -> closeByLog(close.vm());
            case Operation.Lifecycle lifecycle -> {
                machine.forgetImage();
                LifecycleReplay.run(machine, lifecycle, line);
            }
            case Operation.AttributeAccess access -> AttributeReplay.run(machine, access, line);
            case Operation.MemoryAccess access -> MemoryReplay.run(machine, sourceOf(access), access, line);
            case Operation.Execution execution -> {
                machine.forgetImage();
                ExecutionReplay.run(machine, execution, line);
            }
        }
    }

    private @Nullable Machine sourceOf(Operation.MemoryAccess access) {
        return access instanceof Operation.CopyMemory copy ? machines.get(copy.source()) : null;
    }

    /** The machine of a number, be it closed. */
    private @Nullable Machine machine(int vm) {
        Machine open = machines.get(vm);
        Closed last = closed;
        return open == null && last != null && last.vm() == vm ? last.machine() : open;
    }

    private void closeByLog(int vm) {
        Machine machine = machines.get(vm);
        close(vm);
        closed = machine == null ? closed : new Closed(vm, machine);
    }

    private void close(int vm) {
        Machine machine = machines.remove(vm);
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    public void close() {
        machines.values().forEach(Machine::close);
        machines.clear();
    }
}
