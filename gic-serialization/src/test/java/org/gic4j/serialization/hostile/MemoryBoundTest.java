package org.gic4j.serialization.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gic4j.serialization.firecracker.StateFileEncoder;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No reader takes more memory than ten times its file, whatever the file claims: each reads in a JVM with that heap. */
class MemoryBoundTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int SIZE = 6 * MEGABYTE;
    /** What an empty program takes. */
    private static final int BASE = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static Stream<Named<byte[]>> files() {
        return Stream.of(
                Named.of("cloud-hypervisor: a list without end", text(
                        "{\"snapshots\":{\"gic-v3-its\":{\"snapshot_data\":{\"state\":\"{\\\"dist\\\":[", "0,", "")),
                Named.of("cloud-hypervisor: bytes without end", text(
                        "{\"snapshots\":{\"gic-v3-its\":{\"snapshot_data\":[", "9,", "0]}}}")),
                Named.of("cloud-hypervisor: a name without end", text("{\"snapshots\":{\"", "n", "")),
                Named.of("vgic-state: LPIs without end", text(vgicState(), "LPI 8192 0 1111111 0 0 0 0 -1\n", "")),
                Named.of("vgic-state: facts without end", text("Distributor\n===========\n", "a:b\n", "")),
                Named.of("crosvm: words without end", bytes(new int[] {0xA1, 0x69}, "dist_regs", 0x9F, 0)),
                Named.of("crosvm: names without end", bytes(new int[] {0xBF, 0x69}, "dist_regx", 0x60, 0x60)),
                Named.of("firecracker: shapes without end", firecracker()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldReadWithinTenTimesTheFile(byte[] content) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("file"), content);
        int heap = BASE + 10 * content.length / MEGABYTE;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadOnce.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isNotBlank();
    }

    private static byte[] text(String begin, String repeated, String end) {
        StringBuilder text = new StringBuilder(begin);
        while (text.length() < SIZE) {
            text.append(repeated);
        }
        return text.append(end).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String vgicState() {
        StringBuilder text = new StringBuilder("Distributor\n===========\nvgic_model:\tGICv3\nnr_spis:\t0\nenabled:\t1\n\n\nVCPU\n-\n");
        for (int intid = 0; intid < 32; intid++) {
            text.append(intid < 16 ? "SGI " : "PPI ").append(intid).append(" 0 0000000 0 0 0 0 -1\n");
        }
        return text.append("\nSPI\n-\n").toString();
    }

    private static byte[] bytes(int[] head, String name, int... repeated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : head) {
            out.write(value);
        }
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(repeated[0]);
        while (out.size() < SIZE) {
            out.write(repeated[1]);
        }
        return out.toByteArray();
    }

    /** A list of 12 registers begins at every eighth byte. */
    private static byte[] firecracker() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) 0xAA, (byte) 0xAA, (byte) 0x84, 0x19, 0x10, 0x07});
        out.writeBytes(new byte[] {5, 0, 0, 0, 0, 0, 0, 0, '8', '.', '0', '.', '0'});
        while (out.size() < SIZE) {
            out.writeBytes(new byte[] {12, 0, 0, 0, 0, 0, 0, 0});
        }
        return StateFileEncoder.sealed(out.toByteArray());
    }
}
