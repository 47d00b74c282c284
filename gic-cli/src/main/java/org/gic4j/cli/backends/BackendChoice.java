package org.gic4j.cli.backends;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --backend}, and what it chooses. */
public final class BackendChoice {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "which backend (default: the best that is available; see gic backends)")
    private @Nullable String name;

    /**
     * A virtual machine and who made it.
     *
     * @param backend the backend
     * @param vm a fresh virtual machine, to be closed by the caller
     */
    public record Chosen(GicBackend backend, VirtualMachine vm) {}

    /** Whether one was named. */
    public boolean isNamed() {
        return name != null;
    }

    /**
     * The backend that was named, or the best one that is available.
     *
     * @throws CommandFailure when there is none; the message says what there is, and why each is not available
     */
    public GicBackend backend() {
        try {
            GicBackends backends = GicBackends.find();
            return name == null ? backends.best() : backends.named(name);
        } catch (GicException none) {
            throw CommandFailure.ofBackend(none);
        }
    }

    /**
     * A virtual machine of the backend that was named, or of the best one that can make it.
     *
     * @param configuration what it must be like
     * @throws CommandFailure when there is none; the message says why for each
     */
    public Chosen createVirtualMachine(VirtualMachineConfiguration configuration) {
        return name == null ? bestFor(configuration) : create(backend(), configuration);
    }

    private static Chosen create(GicBackend backend, VirtualMachineConfiguration configuration) {
        try {
            return new Chosen(backend, backend.createVirtualMachine(configuration));
        } catch (GicException refused) {
            throw new CommandFailure(
                    ExitCode.BACKEND, "backend '" + backend.name() + "' refused: " + refused.getMessage(), refused);
        }
    }

    private static Chosen bestFor(VirtualMachineConfiguration configuration) {
        List<String> reasons = new ArrayList<>();
        for (GicBackends.Entry entry : GicBackends.find().entries()) {
            GicBackend backend = entry.backend();
            if (backend == null || !entry.available()) {
                reasons.add(entry.name() + " (" + entry.reason() + ")");
                continue;
            }
            try {
                return new Chosen(backend, backend.createVirtualMachine(configuration));
            } catch (GicException refused) {
                reasons.add(entry.name() + " (" + refused.getMessage() + ")");
            }
        }
        throw new CommandFailure(
                ExitCode.BACKEND,
                "no backend here can make a virtual machine for this: "
                        + (reasons.isEmpty() ? "there is none" : String.join(", ", reasons)));
    }
}
