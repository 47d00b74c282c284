package org.gic4j.cli.platform;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may depend on whom, in class files and in module descriptors. */
class ModuleDependencyTest {
    private static final String[] PROVIDERS = {
        "org.gic4j.serialization..", "org.gic4j.emulated..", "org.gic4j.kvm.."
    };

    private static final JavaClasses PLATFORM = new ClassFileImporter()
            .importLocations(PlatformJars.modules().values().stream()
                    .map(module -> locationOf(module.location().orElseThrow()))
                    .toList());

    @Test
    void shouldSeeEveryModuleThatTheCommandUses() {
        assertThat(PlatformJars.modules())
                .containsOnlyKeys(
                        "org.gic4j.api",
                        "org.gic4j.cli",
                        "org.gic4j.emulated",
                        "org.gic4j.kvm",
                        "org.gic4j.serialization",
                        "org.gic4j.testkit");
        assertThat(PlatformJars.modules().keySet())
                .allSatisfy(module -> assertThat(PLATFORM.containPackage(module)).as(module).isTrue());
    }

    @Test
    void apiShouldDependOnTheJdkAlone() {
        onlyDependsOn("api");
    }

    @Test
    void serializationShouldDependOnTheApi() {
        onlyDependsOn("serialization", "org.gic4j.api..", "tools.jackson.core..", "tools.jackson.dataformat.cbor..");
    }

    @Test
    void emulatedShouldDependOnTheApi() {
        onlyDependsOn("emulated", "org.gic4j.api..", "dagger..", "jakarta.inject..", "javax.annotation.processing..");
    }

    @Test
    void kvmShouldDependOnTheApi() {
        onlyDependsOn("kvm", "org.gic4j.api..");
    }

    @Test
    void testkitShouldDependOnTheApi() {
        onlyDependsOn(
                "testkit",
                "org.gic4j.api..",
                "tools.jackson.core..",
                "org.junit.jupiter..",
                "org.opentest4j..",
                "org.assertj.core..");
    }

    @Test
    void cliShouldDependOnTheApiAndTheTestkit() {
        onlyDependsOn("cli", "org.gic4j.api..", "org.gic4j.testkit..", "picocli..", "tools.jackson.core..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialization", "emulated", "kvm"})
    void noClassShouldReferToAProviderFromOutside(String provider) {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.gic4j." + provider + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.gic4j." + provider + "..")
                .check(PLATFORM);
    }

    @Test
    void noModuleShouldRequireAProvider() {
        Set<String> providers = Stream.of(PROVIDERS)
                .map(packages -> packages.substring(0, packages.length() - 2))
                .collect(Collectors.toSet());

        assertThat(PlatformJars.modules().values())
                .flatExtracting(module -> module.descriptor().requires())
                .extracting(ModuleDescriptor.Requires::name)
                .doesNotContainAnyElementsOf(providers);
    }

    @Test
    void apiShouldNeedNoModuleAtRunTime() {
        assertThat(descriptorOf("org.gic4j.api").requires())
                .filteredOn(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void emulatedAndSerializationShouldExportNothing() {
        assertThat(Stream.of("org.gic4j.emulated", "org.gic4j.serialization"))
                .allSatisfy(name -> assertThat(descriptorOf(name).exports()).isEmpty());
    }

    @Test
    void kvmShouldExportWhatMonitorsNeedAlone() {
        assertThat(descriptorOf("org.gic4j.kvm").exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly("org.gic4j.kvm.vmm");
    }

    @Test
    void onlyOneClassShouldMakeNativeCalls() {
        List<JavaClass> callers = PLATFORM.stream()
                .filter(candidate -> candidate.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .anyMatch(target -> target.isEquivalentTo(Linker.class)
                                || target.isEquivalentTo(SymbolLookup.class)))
                .toList();

        assertThat(callers).isNotEmpty();
        assertThat(callers)
                .extracting(caller -> caller.getName().replaceFirst("\\$.*", ""))
                .containsOnly("org.gic4j.kvm.call.LinuxCalls");
    }

    /** A jar's or a folder's: the importer tells them apart by the form of the address. */
    private static Location locationOf(URI place) {
        return Location.of(place.getPath().endsWith(".jar") ? URI.create("jar:" + place + "!/") : place);
    }

    private static void onlyDependsOn(String module, String... more) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("org.gic4j." + module + "..")
                .or(resideInAnyPackage("java..", "org.jspecify.annotations.."))
                .or(resideInAnyPackage(more));
        classes()
                .that()
                .resideInAPackage("org.gic4j." + module + "..")
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(PLATFORM);
    }

    private static ModuleDescriptor descriptorOf(String module) {
        ModuleReference reference = PlatformJars.modules().get(module);
        assertThat(reference).as(module).isNotNull();
        return reference.descriptor();
    }
}
