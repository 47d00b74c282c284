package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.serialization.samples.Project;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/FORMAT.md says holds: its example, byte for byte, and its tables of registers. */
class FormatDocumentTest {
    private static final Pattern LINE = Pattern.compile("(?m)^([0-9a-f]{4})  ((?:[0-9a-f]{2} ?)+)  ");

    private static String document() throws IOException {
        return Files.readString(Project.file("docs/FORMAT.md"));
    }

    /** The snapshot that the example is of. */
    static Snapshot example() {
        GicState state = new GicState.Builder(GicVersion.GICV2, 64, List.of(Samples.vcpu(2, 0), Samples.vcpu(0, 1)))
                .address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L)
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 0, 0x0800_FFFF)
                .word(Gicv2Distributor.GICD_ISENABLER, 1, 0, 0xFFFF)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 2)
                .word(Gicv2CpuInterface.GICC_PMR, 0, 0, 0x1E)
                .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0x1F)
                .build();
        return new Snapshot(
                "example",
                state,
                List.of(new AncillaryPart("org.example/note", "hi".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void shouldShowTheExampleAsItIsWritten() throws IOException {
        StringBuilder hex = new StringBuilder();
        int at = 0;
        for (Matcher line = LINE.matcher(document()); line.find(); ) {
            assertThat(Integer.parseInt(line.group(1), 16)).isEqualTo(at);
            String bytes = line.group(2).replace(" ", "");
            hex.append(bytes);
            at += bytes.length() / 2;
        }
        byte[] shown = HexFormat.of().parseHex(hex);

        assertThat(shown).isEqualTo(NativeBytes.write(example()));
        assertThat(NativeBytes.read(shown)).isEqualTo(example());
    }

    @ParameterizedTest
    @EnumSource
    void shouldListEveryRegisterOfTheStateWithItsWords(GicVersion version) throws IOException {
        String table = document().split("### Registers of a " + version.display() + "\n", -1)[1].split("\n###? ", -1)[0];
        List<String> rows =
                Arrays.stream(table.split("\n", -1)).filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).isEqualTo(Registers.state(version).stream()
                .map(FormatDocumentTest::row)
                .toList());
    }

    static String row(Register register) {
        Geometry few = new Geometry(32, 1);
        Geometry more = new Geometry(64, 1);
        int banked = register.bankedWords(more);
        int fixed = register.stateWords(few) - banked;
        int growing = register.stateWords(more) - register.stateWords(few);
        String shared = growing == 0 ? Integer.toString(fixed) : growing == 1 ? "S" : growing + " S";
        return "| `%s` | %d | %s |".formatted(register.name(), banked, shared);
    }
}
