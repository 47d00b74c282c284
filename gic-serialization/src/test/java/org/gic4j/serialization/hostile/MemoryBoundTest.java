package org.gic4j.serialization.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.serialization.firecracker.StateFileEncoder;
import org.gic4j.serialization.samples.Samples;
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

    static Stream<Named<byte[]>> files() throws IOException {
        return Stream.of(
                Named.of("json: ITSs without end", json("\"translationServices\":[", "{},")),
                Named.of("json: ITSs with a register without end", json("\"translationServices\":[", "{\"registers\":{\"GITS_CTLR\":[\"0x0\"]}},")),
                Named.of("json: regions without end", json("\"redistributorRegions\":[", "{},")),
                Named.of("json: addresses without end", json("\"addresses\":{", "\"a\":\"0x0\",")),
                Named.of("json: registers without end", json("\"registers\":{", "\"A\":{},")),
                Named.of("json: words without end", json("\"registers\":{\"A\":{\"shared\":[", "\"0 0 0 0\",")),
                Named.of("json: owners of words without end", numbered("{\"format\":\"gic4j-snapshot\",\"registers\":{\"A\":{", "\"%x\":[],")),
                Named.of("json: stretches of memory without end", json("\"memory\":[", "{\"address\":\"0x0\",\"content\":\"\"},")),
                Named.of("json: one stretch of memory", json("\"memory\":[{\"address\":\"0x0\",\"content\":\"", "AAAA")),
                Named.of("json: parts without end", json("\"parts\":[", "{\"name\":\"\",\"content\":\"\"},")),
                Named.of("json: a text without end", json("\"producer\":\"", "p")),
                Named.of("native: one stretch of memory", nativeFile(1, SIZE)),
                Named.of("native: stretches of memory without end", nativeFile(SIZE / 16, 0)),
                Named.of("native: parts without end", parts()),
                Named.of("native: ITSs without end", services()),
                Named.of("qemu: fields without end", description(
                        "{\"page_size\":4096,\"devices\":[{\"name\":\"a\",\"instance_id\":0,\"vmsd_name\":\"a\",\"version\":1,\"fields\":[",
                        "{\"name\":\"a\",\"type\":\"b\",\"size\":1},")),
                Named.of("qemu: subsections without end", description(
                        "{\"page_size\":4096,\"devices\":[{\"name\":\"a\",\"instance_id\":0,\"vmsd_name\":\"a\",\"version\":1,\"fields\":[],\"subsections\":[",
                        "{\"vmsd_name\":\"\",\"version\":1,\"fields\":[]},")),
                Named.of("qemu: devices without end", description(
                        "{\"page_size\":4096,\"devices\":[",
                        "{\"name\":\"\",\"instance_id\":0,\"vmsd_name\":\"\",\"version\":1,\"fields\":[]},")),
                Named.of("qemu: sections without end", sections()),
                Named.of("qemu: blocks of memory without end", blocks()),
                Named.of("cloud-hypervisor: a list without end", text(
                        "{\"snapshots\":{\"gic-v3-its\":{\"snapshot_data\":{\"state\":\"{\\\"dist\\\":[", "0,", "")),
                Named.of("cloud-hypervisor: bytes without end", text(
                        "{\"snapshots\":{\"gic-v3-its\":{\"snapshot_data\":[", "9,", "0]}}}")),
                Named.of("cloud-hypervisor: a name without end", text("{\"snapshots\":{\"", "n", "")),
                Named.of("vgic-state: LPIs without end", text(vgicState(), "LPI 8192 0 1111111 0 0 0 0 -1\n", "")),
                Named.of("vgic-state: as many LPIs as there can be", vgicState().concat("LPI 0 0 111111 0 0 0 0 0\n".repeat(1 << 16)).getBytes(StandardCharsets.ISO_8859_1)),
                Named.of("vgic-state: facts without end", text("Distributor\n===========\n", "a:b\n", "")),
                Named.of("vgic-state: names of facts without end", numbered("Distributor\n===========\n", "%x:\n")),
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

    private static byte[] json(String begin, String repeated) {
        return text("{\"format\":\"gic4j-snapshot\",\"version\":1,\"leastReader\":1," + begin, repeated, "");
    }

    private static byte[] nativeFile(int blocks, int size) throws IOException {
        return nativeFile(Samples.gicv3()
                .withMemory(Collections.nCopies(blocks, new MemoryBlock(0x1000, new byte[size]))));
    }

    private static byte[] services() throws IOException {
        Snapshot snapshot = Samples.gicv3();
        GicState.Builder state = snapshot.state().toBuilder();
        ItsState none = new ItsState.Builder().build();
        for (int i = 0; i < SIZE / 16; i++) {
            state.translationService(none);
        }
        return nativeFile(snapshot.withState(state.build()));
    }

    private static byte[] parts() throws IOException {
        AncillaryPart none = new AncillaryPart("n", new byte[0]);
        return nativeFile(new Snapshot("parts", Samples.gicv3().state(), Collections.nCopies(SIZE / 16, none)));
    }

    private static byte[] nativeFile(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotFormats.find().named("native").write(snapshot, out);
        return out.toByteArray();
    }

    /** A stream with a description alone. */
    private static byte[] description(String begin, String repeated) {
        byte[] text = text(begin, repeated, "");
        return ByteBuffer.allocate(14 + text.length)
                .put(new byte[] {'Q', 'E', 'V', 'M', 0, 0, 0, 3, 0, 6})
                .putInt(text.length)
                .put(text)
                .array();
    }

    /** A stream of sections that are parts of one, each empty. */
    private static byte[] sections() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'Q', 'E', 'V', 'M', 0, 0, 0, 3});
        out.writeBytes(new byte[] {1, 0, 0, 0, 1, 3, 'r', 'a', 'm', 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x7E, 0, 0, 0, 1});
        while (out.size() < SIZE) {
            out.writeBytes(new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x7E, 0, 0, 0, 1});
        }
        return out.toByteArray();
    }

    /** A section of memory whose blocks are empty, each with a name of its own. */
    private static byte[] blocks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'Q', 'E', 'V', 'M', 0, 0, 0, 3});
        out.writeBytes(new byte[] {1, 0, 0, 0, 1, 3, 'r', 'a', 'm', 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0x10, 4});
        for (int block = 0; out.size() < SIZE; block++) {
            out.write(4);
            out.writeBytes(String.format(Locale.ROOT, "%4s", Integer.toString(block, Character.MAX_RADIX)).getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(new byte[8]);
        }
        byte[] description = "{\"page_size\":4096,\"devices\":[]}".getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(ByteBuffer.allocate(6).put(new byte[] {0, 6}).putInt(description.length).array());
        out.writeBytes(description);
        return out.toByteArray();
    }

    private static byte[] numbered(String begin, String repeated) {
        StringBuilder text = new StringBuilder(begin);
        for (int number = 0; text.length() < SIZE; number++) {
            text.append(String.format(Locale.ROOT, repeated, number));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
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
