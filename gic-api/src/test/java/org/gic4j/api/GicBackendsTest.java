package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import org.gic4j.api.GicBackend.Availability;
import org.gic4j.api.discovery.ServiceFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The providers are mocks behind declared classes: {@link Quick} and {@link Slow} hand every call to one. */
class GicBackendsTest {
    private static GicBackend quick = mock(GicBackend.class);
    private static GicBackend slow = mock(GicBackend.class);

    @TempDir
    Path folder;

    /** The declared class of {@link #quick}. */
    public static final class Quick extends DelegatingBackend {
        /** Made by the search. */
        public Quick() {
            super(quick);
        }
    }

    /** The declared class of {@link #slow}. */
    public static final class Slow extends DelegatingBackend {
        /** Made by the search. */
        public Slow() {
            super(slow);
        }
    }

    /** Cannot be made. */
    public static final class Unmakeable extends DelegatingBackend {
        /** Fails. */
        public Unmakeable() {
            super(failing());
        }

        private static GicBackend failing() {
            throw new IllegalStateException("out of order");
        }
    }

    @BeforeEach
    void bothWork() {
        quick = working("quick", 50);
        slow = working("slow", 1);
    }

    @Test
    void shouldListTheBestFirstWhateverTheOrderOfDeclaration() throws IOException {
        assertThat(find(Slow.class, Quick.class).entries())
                .extracting(GicBackends.Entry::name, GicBackends.Entry::available, GicBackends.Entry::reason)
                .containsExactly(
                        tuple("quick", true, "quick is here"),
                        tuple("slow", true, "slow is here"));
    }

    @Test
    void shouldTakeTheBestThatIsAvailable() throws IOException {
        when(quick.probe()).thenReturn(Availability.no("no such hardware"));

        assertThat(find(Quick.class, Slow.class).best().name()).isEqualTo("slow");
    }

    @Test
    void shouldSayWhyEachWasPassedOver() throws IOException {
        when(quick.probe()).thenReturn(Availability.no("no such hardware"));
        when(slow.probe()).thenReturn(Availability.no("not licensed"));
        GicBackends backends = find(Quick.class, Slow.class, Unmakeable.class);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(backends::best)
                .withMessageContainingAll("quick (no such hardware)", "slow (not licensed)", "out of order")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldNameTheJarsToAddWhereThereIsNoProvider() throws IOException {
        GicBackends backends = find();

        assertThat(backends.entries()).isEmpty();
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(backends::best)
                .withMessageContainingAll("gic-emulated", "gic-kvm", "class path or module path");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backends.named("emulated"))
                .withMessageContainingAll("'emulated'", "gic-emulated");
    }

    @Test
    void shouldListAProviderThatCannotBeMadeAndHideNoOther() throws IOException {
        GicBackends backends = find(Unmakeable.class, Slow.class);

        assertThat(backends.best().name()).isEqualTo("slow");
        assertThat(backends.entries()).last().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo(Unmakeable.class.getName());
            assertThat(entry.available()).isFalse();
            assertThat(entry.reason()).contains("cannot be loaded", "out of order");
            assertThat(entry.backend()).isNull();
        });
    }

    @Test
    void shouldTurnAThrowingProbeIntoAReason() throws IOException {
        when(quick.probe()).thenThrow(new IllegalStateException("the probe broke"));

        assertThat(find(Quick.class, Slow.class).entries().getFirst()).satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("quick");
            assertThat(entry.available()).isFalse();
            assertThat(entry.reason()).contains("the probe broke");
        });
    }

    @Test
    void shouldTurnALinkageErrorOfAProbeIntoAReason() throws IOException {
        when(quick.probe()).thenThrow(new NoClassDefFoundError("org/example/Native"));

        assertThat(find(Quick.class, Slow.class).entries().getFirst().reason()).contains("org/example/Native");
    }

    @Test
    void shouldTurnAnErrorOfANestedSearchIntoAReason() throws IOException {
        when(quick.probe()).thenThrow(new ServiceConfigurationError("its own plug-in"));

        assertThat(find(Quick.class, Slow.class).entries().getFirst().reason()).contains("its own plug-in");
    }

    @Test
    void shouldPutABackendLastWhosePreferenceThrows() throws IOException {
        when(quick.preference()).thenThrow(new IllegalStateException("undecided"));

        assertThat(find(Quick.class, Slow.class).entries())
                .extracting(GicBackends.Entry::name)
                .containsExactly("slow", "quick");
    }

    @Test
    void shouldKeepWorkingWhereABackendHasNoName() throws IOException {
        when(quick.name()).thenReturn(null);
        GicBackends backends = find(Quick.class, Slow.class);

        assertThat(backends.named("slow").name()).isEqualTo("slow");
        assertThat(backends.entries().getFirst().name()).isEqualTo(Quick.class.getName());
        assertThat(backends.entries().getFirst().reason()).contains("no name");
    }

    @Test
    void shouldNameAMismatchOfVersionsAndNotProbe() throws IOException {
        when(quick.version()).thenReturn("0.0.9");
        GicBackends backends = find(Quick.class, Slow.class);

        assertThat(backends.entries().getFirst().reason())
                .contains("version 0.0.9", ApiVersion.CURRENT, "one version of all gic4j jars");
        assertThat(backends.best().name()).isEqualTo("slow");
        verify(quick, never()).probe();
    }

    @Test
    void shouldListWhatExistsForAnUnknownName() throws IOException {
        when(slow.probe()).thenReturn(Availability.no("not licensed"));
        GicBackends backends = find(Quick.class, Slow.class);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backends.named("hvf"))
                .withMessageContaining("no backend is named 'hvf'; there are: quick, slow (not licensed)");
    }

    @Test
    void shouldSayWhyANamedBackendIsNotAvailable() throws IOException {
        when(slow.probe()).thenReturn(Availability.no("not licensed"));
        GicBackends backends = find(Quick.class, Slow.class);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backends.named("slow"))
                .withMessageContaining("backend 'slow' is not available: not licensed")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldLookThroughTheContextClassLoader() throws IOException {
        assertThat(declare(Quick.class).asContext(() -> GicBackends.find().named("quick").name()))
                .isEqualTo("quick");
    }

    @Test
    void shouldLookThroughAModuleLayer() {
        assertThat(GicBackends.find(ModuleLayer.boot()).entries()).isEmpty();
    }

    private static GicBackend working(String name, int preference) {
        GicBackend backend = mock(GicBackend.class);
        when(backend.name()).thenReturn(name);
        when(backend.preference()).thenReturn(preference);
        when(backend.version()).thenReturn(ApiVersion.CURRENT);
        when(backend.probe()).thenReturn(Availability.yes(name + " is here"));
        return backend;
    }

    private ServiceFolder declare(Class<?>... providers) throws IOException {
        return new ServiceFolder(folder).declare(GicBackend.class, providers);
    }

    private GicBackends find(Class<?>... providers) throws IOException {
        try (URLClassLoader loader = declare(providers).loader()) {
            return GicBackends.find(loader);
        }
    }
}
