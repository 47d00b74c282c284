package org.gic4j.api.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    @TempDir
    Path folder;

    /** A working provider. */
    public static final class Working implements Supplier<String> {
        @Override
        public String get() {
            return "works";
        }
    }

    /** A provider that cannot be made. */
    public static final class ThrowingConstructor implements Supplier<String> {
        /** Fails. */
        public ThrowingConstructor() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public String get() {
            return "never";
        }
    }

    /** A provider whose class cannot be initialised. */
    public static final class ThrowingInitializer implements Supplier<String> {
        private static final int COUNT = Integer.parseInt("many");

        @Override
        public String get() {
            return "never " + COUNT;
        }
    }

    /** A provider without the constructor that it needs. */
    public static final class WithoutConstructor implements Supplier<String> {
        private final String text;

        /**
         * The only one.
         *
         * @param text anything
         */
        public WithoutConstructor(String text) {
            this.text = text;
        }

        @Override
        public String get() {
            return text;
        }
    }

    @Test
    void shouldFindNothingWhereNothingIsDeclared() throws IOException {
        assertThat(search(new ServiceFolder(folder))).isEmpty();
    }

    @Test
    void shouldKeepTheReasonOfAConstructorThatThrows() throws IOException {
        List<Discovered<Supplier<?>>> found =
                search(declare(ThrowingConstructor.class.getName(), Working.class.getName()));

        assertThat(found).hasSize(2);
        assertThat(found.get(0).provider()).isNull();
        assertThat(found.get(0).typeName()).isEqualTo(ThrowingConstructor.class.getName());
        assertThat(found.get(0).failure()).contains("could not be instantiated", "IllegalStateException: no licence");
        assertThat(found.get(1).provider()).isInstanceOf(Working.class);
    }

    @Test
    void shouldNameTheRootOfAFailedInitializer() throws IOException {
        assertThat(search(declare(ThrowingInitializer.class.getName(), Working.class.getName())))
                .extracting(Discovered::failure)
                .satisfiesExactly(
                        failure -> assertThat(failure).contains("NumberFormatException", "many"),
                        failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldGoOnBehindAClassThatDoesNotExist() throws IOException {
        assertThat(search(declare("org.example.Gone", Working.class.getName())))
                .extracting(Discovered::failure)
                .satisfiesExactly(
                        failure -> assertThat(failure).contains("org.example.Gone not found"),
                        failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldGoOnBehindAClassWithoutTheConstructor() throws IOException {
        assertThat(search(declare(WithoutConstructor.class.getName(), Working.class.getName())))
                .extracting(Discovered::failure)
                .satisfiesExactly(
                        failure -> assertThat(failure).contains(WithoutConstructor.class.getName()),
                        failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldGoOnBehindAClassThatIsNotOfTheService() throws IOException {
        assertThat(search(declare(DiscoveryTest.class.getName(), Working.class.getName())))
                .extracting(Discovered::failure)
                .satisfiesExactly(
                        failure -> assertThat(failure).contains("not a subtype"),
                        failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldGoOnBehindAClassFileThatCannotBeLinked() throws IOException {
        byte[] fromTheFuture = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0x7F, 0, 0, 1};
        ServiceFolder services =
                declare("org.example.Newer", Working.class.getName()).classFile("org.example.Newer", fromTheFuture);

        assertThat(search(services))
                .extracting(Discovered::failure)
                .satisfiesExactly(
                        failure -> assertThat(failure).contains("org/example/Newer"),
                        failure -> assertThat(failure).isNull());
    }

    @Test
    void shouldGoOnBehindADeclarationThatCannotBeParsed() throws IOException {
        ServiceFolder services = declare("not a class name", Working.class.getName());

        assertThat(search(services)).first().satisfies(first -> assertThat(first.failure())
                .contains("Illegal"));
    }

    @Test
    void shouldMeetAClassOnceThoughTwoLoadersSeeIt() throws IOException {
        ServiceFolder services = declare(Working.class.getName(), "org.example.Gone");
        try (URLClassLoader loader = services.loader()) {
            assertThat(Discovery.search(
                            ServiceLoader.load(Supplier.class, loader), ServiceLoader.load(Supplier.class, loader)))
                    .hasSize(2);
        }
    }

    @Test
    void shouldEndThoughEveryDeclarationIsBroken() throws IOException {
        String[] gone = new String[200];
        for (int i = 0; i < gone.length; i++) {
            gone[i] = "org.example.Gone" + i;
        }

        assertThat(search(declare(gone))).hasSizeGreaterThan(10).allSatisfy(found -> assertThat(found.provider())
                .isNull());
    }

    private ServiceFolder declare(String... classNames) throws IOException {
        Files.createDirectories(folder);
        return new ServiceFolder(folder).declare(Supplier.class, classNames);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static List<Discovered<Supplier<?>>> search(ServiceFolder services) throws IOException {
        try (URLClassLoader loader = services.loader()) {
            return (List) Discovery.search(ServiceLoader.load(Supplier.class, loader));
        }
    }
}
