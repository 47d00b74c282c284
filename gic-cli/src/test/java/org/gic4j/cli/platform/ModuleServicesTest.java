package org.gic4j.cli.platform;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider is declared twice, for the module path and for the class path: both must say the same. */
class ModuleServicesTest {
    private static final String FOLDER = "META-INF/services/";

    static Stream<ModuleReference> modules() {
        return PlatformJars.modules().values().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldDeclareTheSameProvidersForBothPaths(ModuleReference module) throws IOException {
        Map<String, List<String>> onTheModulePath =
                module.descriptor().provides().stream().collect(toMap(Provides::service, Provides::providers));

        assertThat(onTheClassPath(module)).isEqualTo(onTheModulePath);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldDeclareClassesThatExist(ModuleReference module) throws IOException {
        try (ModuleReader reader = module.open()) {
            for (Provides provides : module.descriptor().provides()) {
                for (String provider : provides.providers()) {
                    assertThat(reader.find(provider.replace('.', '/') + ".class"))
                            .as(provider)
                            .isPresent();
                }
            }
        }
    }

    @Test
    void shouldProvideEveryServiceThatTheApiUses() {
        Set<String> provided = new HashSet<>();
        modules().forEach(module -> module.descriptor().provides().forEach(provides -> provided.add(provides.service())));

        assertThat(provided)
                .containsAll(PlatformJars.modules().get("org.gic4j.api").descriptor().uses());
    }

    private static Map<String, List<String>> onTheClassPath(ModuleReference module) throws IOException {
        Map<String, List<String>> declared = new HashMap<>();
        try (ModuleReader reader = module.open();
                Stream<String> entries = reader.list()) {
            for (String entry : entries.filter(name -> name.startsWith(FOLDER) && !name.endsWith("/")).toList()) {
                try (var in = reader.open(entry).orElseThrow()) {
                    List<String> providers = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .toList();
                    declared.put(entry.substring(FOLDER.length()), providers);
                }
            }
        }
        return declared;
    }
}
