package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.gic4j.api.VcpuId;
import org.gic4j.api.snapshot.Note;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost or explained when real streams are imported: these lists must not grow unseen. */
class CapturedNotesTest {
    @ParameterizedTest
    @ValueSource(strings = {"q72-v2-smp4", "q52-v2-smp4"})
    void shouldLoseNothingOfALinuxGuest(String capture) {
        assertThat(QemuCaptures.read(capture).notes()).isEmpty();
    }

    @Test
    void shouldTellSgisOfAbsentCpusWithOneCpu() {
        assertThat(QemuCaptures.read("q72-bm-v2-smp1").notes())
                .extracting(Note::toString)
                .containsExactly(
                        absentSgi5(1), absentSgi5(2), absentSgi5(3), absentSgi5(4), absentSgi5(5), absentSgi5(6),
                        absentSgi5(7));
    }

    @Test
    void shouldTellHoldersAndAbsentCpusWithSeveralCpus() {
        String reason = " (active-holder: the source says by which CPU it was acknowledged, the register only that it"
                + " is active)";
        assertThat(QemuCaptures.read("q72-bm-v2-smp4").notes())
                .extracting(Note::toString)
                .containsExactly(
                        absentSgi5(4),
                        absentSgi5(5),
                        absentSgi5(6),
                        absentSgi5(7),
                        "GICD_ISACTIVER1 INTID 42: 0x4 -> 0xf" + reason,
                        "GICD_ISACTIVER1 INTID 63: 0x8 -> 0xf" + reason,
                        "GICD_ISACTIVER2 INTID 72: 0x1 -> 0xf" + reason,
                        "GICD_ISACTIVER2 INTID 93: 0x2 -> 0xf" + reason,
                        "GICD_ISACTIVER3 INTID 126: 0x4 -> 0xf" + reason,
                        "GICD_ISACTIVER4 INTID 156: 0x1 -> 0xf" + reason,
                        "GICD_ISACTIVER5 INTID 171: 0x8 -> 0xf" + reason,
                        "GICD_ISACTIVER6 INTID 201: 0x2 -> 0xf" + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v2-smp2", "k100-bm-v2-smp4"})
    void shouldExplainExactlyTheLevelsThatKvmMerged(String capture) {
        Set<String> merged = new TreeSet<>();
        for (Note note : QemuCaptures.read(capture).notes()) {
            assertThat(note.id()).isEqualTo("merged-level");
            assertThat(note.loss()).isFalse();
            VcpuId vcpu = note.vcpu();
            merged.add((vcpu == null ? "" : "cpu" + vcpu.value() + " ") + intid(note.intid()));
        }

        assertThat(merged).isEqualTo(levelSensitiveAndPending(capture)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-v3-smp4", "q52-v3-smp4", "q72-bm-v3-smp4", "q100-bm-v3-smp4"})
    void shouldLoseNothingOfASoftwareGicv3ByReadingIt(String capture) {
        assertThat(QemuCaptures.read(capture).notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3-smp4", "k100-bm-v3-smp4"})
    void shouldSayWhichRoutesQemuDidNotSaveOfKvm(String capture) {
        assertThat(QemuCaptures.read(capture).notes())
                .extracting(Note::toString)
                .containsExactly("GICD_IROUTER144 to 287: 0x0 (unsaved-routes: QEMU under KVM does not save where these SPIs"
                        + " are routed to; they read 0, as QEMU restores them)");
    }

    private static String absentSgi5(int cpu) {
        return "GICD_SPENDSGIR1 of vCPU " + cpu
                + " INTID 5: 0x1 -> 0x0 (absent-cpu: the machine does not have this CPU)";
    }

    /** By the kernel's own text: {@code TYPE ID TGT_ID PLAEHCG …}, C set for level-sensitive. */
    private static Set<String> levelSensitiveAndPending(String capture) {
        Set<String> found = new TreeSet<>();
        String cpu = "";
        for (String line : Captures.lines(capture, "vgic-state")) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns[0].equals("VCPU")) {
                cpu = "cpu" + columns[1] + " ";
            } else if (List.of("PPI", "SPI").contains(columns[0]) && !columns[1].equals("ID")) {
                String flags = columns[3];
                if (flags.length() == 7
                        && flags.charAt(5) == '1'
                        && (flags.charAt(0) == '1' || flags.charAt(1) == '1')) {
                    found.add((columns[0].equals("PPI") ? cpu : "") + columns[1]);
                }
            }
        }
        return found;
    }

    private static int intid(OptionalInt intid) {
        return intid.orElseThrow();
    }
}
