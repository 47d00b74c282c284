package org.gic4j.realkernel.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gic4j.api.HostKind;
import org.gic4j.realkernel.image.GuestSystems;
import org.gic4j.realkernel.machine.Guest;
import org.gic4j.realkernel.machine.QemuGuest;
import org.gic4j.realkernel.packages.ExternalProgram;
import org.gic4j.realkernel.runner.Jupiter;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * The engine {@value #ID}. It has tests only where the configuration parameter {@value Settings#HOST} says which host
 * the guest is. Where this machine cannot boot it, it says so in one line and has none; with {@code CI=true} in the
 * environment each test class fails instead.
 */
public final class RealKernelTestEngine implements TestEngine {
    /** The engine's id. */
    public static final String ID = "real-kernel";

    private static final UniqueId JUPITER = UniqueId.forEngine(Jupiter.engine().getId());
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Function<Settings, Guest> guests;
    private final Optional<String> missing;
    private final boolean continuousIntegration;
    private final Consumer<String> out;

    /** The engine as JUnit finds it. */
    public RealKernelTestEngine() {
        this(
                settings -> new QemuGuest(settings.host(), new GuestSystems(settings.cache(), System.out::println)),
                Requirements.missing(ExternalProgram::exists),
                "true".equals(System.getenv("CI")),
                System.out::println);
    }

    /**
     * The engine with other surroundings.
     *
     * @param guests makes the guest
     * @param missing what is missing to boot it
     * @param continuousIntegration whether that is a failure
     * @param out is told what people should see
     */
    RealKernelTestEngine(
            Function<Settings, Guest> guests,
            Optional<String> missing,
            boolean continuousIntegration,
            Consumer<String> out) {
        this.guests = guests;
        this.missing = missing;
        this.continuousIntegration = continuousIntegration;
        this.out = out;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "real arm64 kernel");
        Settings.of(request.getConfigurationParameters())
                .filter(this::canRun)
                .ifPresent(settings -> Jupiter.engine()
                        .discover(request, JUPITER).getChildren().stream()
                                .filter(found -> isForThisHost(found, settings))
                                .map(found -> GuestTestDescriptor.mirror(found, id))
                                .forEach(root::addChild));
        return root;
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor root = request.getRootTestDescriptor();
        if (root.getChildren().isEmpty()) {
            return;
        }
        Settings settings = Settings.of(request.getConfigurationParameters()).orElseThrow();
        GuestRun run = new GuestRun(root, request.getEngineExecutionListener(), settings.output(), out);
        if (missing.isPresent()) {
            run.breakDown(new GuestFailure(missing.get()));
        } else {
            run.execute(guests.apply(settings), settings);
        }
    }

    private boolean canRun(Settings settings) {
        // One line for both kinds of hosts, which are two JVMs of the build.
        missing.filter(line -> !continuousIntegration)
                .filter(line -> settings.host() == HostKind.GICV2 && SAID.compareAndSet(false, true))
                .ifPresent(out);
        return missing.isEmpty() || continuousIntegration;
    }

    private static boolean isForThisHost(TestDescriptor found, Settings settings) {
        return found.getSource()
                .filter(ClassSource.class::isInstance)
                .map(ClassSource.class::cast)
                .map(source -> settings.isForThisHost(source.getClassName()))
                .orElse(true);
    }
}
