package org.gic4j.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each module owns one package root, its tests included. */
class PackageOwnershipTest {
    @Test
    void shouldKeepEveryModuleWithinItsRoot() throws IOException {
        for (Path module : SourceTree.modules()) {
            String root = "org.gic4j." + module.getFileName().toString().substring("gic-".length());

            assertThat(SourceTree.packages(module)).as(module.toString()).allSatisfy(name -> assertThat(name + ".")
                    .startsWith(root + "."));
        }
    }

    @Test
    void shouldHaveNoPackageInTwoSourceTrees() throws IOException {
        Map<String, Path> owners = new HashMap<>();
        for (Path module : SourceTree.modules()) {
            for (String name : SourceTree.packages(module)) {
                assertThat(owners.put(name, module)).as(name).isNull();
            }
        }
        assertThat(owners).hasSizeGreaterThan(10);
    }

    @Test
    void shouldHaveNoPackageInTwoJars() {
        Map<String, String> owners = new HashMap<>();
        for (ModuleReference module : PlatformJars.modules().values()) {
            for (String name : module.descriptor().packages()) {
                assertThat(owners.put(name, module.descriptor().name())).as(name).isNull();
            }
        }
        assertThat(owners).isNotEmpty();
    }
}
