package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.discovery.ServiceFolder;
import org.gic4j.api.guest.GuestMemory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The façade: which provider does the work, and what it is told. */
class SnapshotsTest {
    private static final StateTransfer TRANSFER = mock(StateTransfer.class);

    private final VirtualMachine vm = mock(VirtualMachine.class);
    private final Snapshot snapshot = States.snapshot();

    @TempDir
    Path services;

    @TempDir
    Path others;

    /** Hands every call to {@link #TRANSFER}. */
    public static class Declared implements StateTransfer {
        @Override
        public Snapshot saveWhole(VirtualMachine vm) {
            return save(vm);
        }

        private static int made;

        private final StateTransfer target;

        /** Made by the search. */
        public Declared() {
            target = TRANSFER;
            made++;
        }

        @Override
        public Snapshot save(VirtualMachine machine) {
            return target.save(machine);
        }

        @Override
        public void prepare(VirtualMachine machine, Snapshot what) {
            target.prepare(machine, what);
        }

        @Override
        public List<Note> restore(VirtualMachine machine, Snapshot what, boolean ignoreUnknownParts) {
            return target.restore(machine, what, ignoreUnknownParts);
        }

        @Override
        public List<ItsMappings> mappings(GicState state, GuestMemory memory) {
            return target.mappings(state, memory);
        }

        @Override
        public List<LpiState> lpis(Snapshot what, GuestMemory memory) {
            return target.lpis(what, memory);
        }

        @Override
        public Conformed conform(GicState state, GicProfile profile) {
            return target.conform(state, profile);
        }
    }

    /** Another, which saves the empty state. */
    public static final class Other extends Declared {
        @Override
        public Snapshot save(VirtualMachine machine) {
            return new Snapshot("other", States.small().build());
        }
    }

    /** Cannot be made. */
    public static final class Unmakeable extends Declared {
        /** Fails. */
        public Unmakeable() {
            throw new IllegalStateException("out of order");
        }
    }

    @BeforeEach
    void nothingWasCalled() {
        clearInvocations(TRANSFER);
        when(TRANSFER.save(vm)).thenReturn(snapshot);
        Declared.made = 0;
    }

    @Test
    void shouldNameTheJarToAddWhereNothingCanSave() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> Snapshots.save(vm))
                .withMessageContaining("add gic-serialization to the class path or module path")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldSayWhyTheOnlyProviderCannotBeMade() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> declare(services, Unmakeable.class).asContext(() -> Snapshots.save(vm)))
                .withMessageContainingAll("add gic-serialization", "out of order");
    }

    @Test
    void shouldTakeTheFirstProviderThatWorks() throws IOException {
        assertThat(declare(services, Unmakeable.class, Declared.class).<Snapshot, RuntimeException>asContext(
                        () -> Snapshots.save(vm)))
                .isSameAs(snapshot);
    }

    @Test
    void shouldSearchOnceForAClassLoader() throws IOException {
        declare(services, Declared.class).asContext(() -> {
            for (int i = 0; i < 100; i++) {
                Snapshots.save(vm);
            }
            return snapshot;
        });

        assertThat(Declared.made).isEqualTo(1);
    }

    @Test
    void shouldNotUseTheProviderOfAnotherClassLoader() throws IOException {
        ServiceFolder first = declare(services, Declared.class);
        ServiceFolder second = declare(others, Other.class);

        assertThat(first.<Snapshot, RuntimeException>asContext(() -> Snapshots.save(vm))
                        .producer())
                .isEqualTo("test");
        assertThat(second.<Snapshot, RuntimeException>asContext(() -> Snapshots.save(vm))
                        .producer())
                .isEqualTo("other");
    }

    @Test
    void shouldSearchWithoutAContextClassLoaderToo() throws InterruptedException {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread bare = new Thread(() -> Snapshots.save(vm));
        bare.setContextClassLoader(null);
        bare.setUncaughtExceptionHandler((thread, refusal) -> thrown.add(refusal));

        bare.start();
        bare.join();

        assertThat(thrown).singleElement().satisfies(refusal -> assertThat(refusal)
                .isInstanceOf(GicException.class)
                .hasMessageContaining("gic-serialization"));
    }

    @Test
    void shouldTellTheProviderWhetherUnknownPartsMayStayBehind() throws IOException {
        ServiceFolder declared = declare(services, Declared.class);

        declared.asContext(() -> Snapshots.restore(vm, snapshot));
        verify(TRANSFER).restore(vm, snapshot, false);
        declared.asContext(() -> Snapshots.restoreIgnoringUnknownParts(vm, snapshot));
        verify(TRANSFER).restore(vm, snapshot, true);
        declared.asContext(() -> {
            Snapshots.prepare(vm, snapshot);
            return snapshot;
        });
        verify(TRANSFER).prepare(vm, snapshot);
        declared.asContext(() -> Snapshots.conform(snapshot.state(), GicProfile.KVM));
        verify(TRANSFER).conform(snapshot.state(), GicProfile.KVM);
    }

    @Test
    void shouldAskForTheHostThatTheStateNeeds() {
        Snapshot gicv3 =
                new Snapshot("test", new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1)).build());

        assertThat(Snapshots.configurationFor(snapshot).host()).isEqualTo(HostKind.GICV2);
        assertThat(Snapshots.configurationFor(gicv3).host()).isEqualTo(HostKind.GICV3);
    }

    @Test
    void shouldKeepUnknownPartsByteForByte() {
        byte[] content = {1, 2, 3};
        Snapshot carrying = new Snapshot("test", snapshot.state(), List.of(new AncillaryPart("note", content)));
        content[0] = 9;
        AncillaryPart part = carrying.parts().getFirst();
        part.content()[1] = 9;

        assertThat(part.content()).containsExactly(1, 2, 3);
        assertThat(part).isEqualTo(new AncillaryPart("note", new byte[] {1, 2, 3})).hasToString("note (3 bytes)");
        assertThat(carrying.withState(snapshot.state()).parts()).containsExactly(part);
    }

    private static ServiceFolder declare(Path folder, Class<?>... transfers) throws IOException {
        return new ServiceFolder(folder).declare(StateTransfer.class, transfers);
    }
}
