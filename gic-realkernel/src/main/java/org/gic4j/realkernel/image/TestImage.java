package org.gic4j.realkernel.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The second archive of a boot, small and made anew each time: everything under {@code /gic4j}, that is the class path
 * under test, the file {@code java.args} with which {@code init} starts the JVM, and whatever else a test wants there.
 */
public final class TestImage {
    /** The folder of all this inside the guest. */
    public static final String ROOT = "gic4j";

    private final List<Path> classPath;
    private final List<String> javaArguments;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /**
     * An image with a class path.
     *
     * @param classPath jars and folders of this machine, in their order
     * @param javaArguments how the JVM is started: what follows the class path on its command line comes last
     */
    public TestImage(List<Path> classPath, List<String> javaArguments) {
        this.classPath = List.copyOf(classPath);
        this.javaArguments = List.copyOf(javaArguments);
    }

    /**
     * Adds a file of this machine; it keeps its permission to be executed.
     *
     * @param name its path below {@link #ROOT}
     * @param file the file
     */
    public TestImage with(String name, Path file) {
        files.put(name, file);
        return this;
    }

    /**
     * Adds a text.
     *
     * @param name its path below {@link #ROOT}
     * @param text what is in it
     */
    public TestImage withText(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /**
     * Writes the first file system of one boot.
     *
     * @param base the one that all boots share; this image is appended to a copy of it
     * @param target where it is written
     * @throws IOException when something cannot be read or written
     */
    public void appendTo(Path base, Path target) throws IOException {
        try (BufferedOutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
            Files.copy(base, out);
            // Between archives the kernel wants a multiple of four bytes; CpioWriter leaves one.
            write(new CpioWriter(out));
        }
    }

    private void write(CpioWriter archive) throws IOException {
        try (CpioWriter cpio = archive) {
            List<String> inside = new ArrayList<>();
            for (Path entry : classPath) {
                String name = ROOT + "/lib/" + inside.size() + "-" + entry.getFileName();
                inside.add("/" + name);
                if (Files.isDirectory(entry)) {
                    addFolder(cpio, name, entry);
                } else {
                    cpio.file(name, 0644, stored(entry));
                }
            }
            List<String> arguments = new ArrayList<>(List.of("-cp", String.join(":", inside)));
            arguments.addAll(javaArguments);
            addText(cpio, "java.args", arguments.stream().collect(Collectors.joining("\n", "", "\n")));
            for (Map.Entry<String, Path> file : files.entrySet()) {
                int mode = Files.isExecutable(file.getValue()) ? 0755 : 0644;
                cpio.file(ROOT + "/" + file.getKey(), mode, Files.readAllBytes(file.getValue()));
            }
            for (Map.Entry<String, String> text : texts.entrySet()) {
                addText(cpio, text.getKey(), text.getValue());
            }
        }
    }

    private static void addText(CpioWriter cpio, String name, String text) throws IOException {
        cpio.file(ROOT + "/" + name, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void addFolder(CpioWriter cpio, String name, Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                cpio.file(name + "/" + folder.relativize(file), 0644, Files.readAllBytes(file));
            }
        }
    }

    /** A jar without compression: inflating is slow where the processor is emulated. */
    private static byte[] stored(Path jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                copy.setSize(content.length);
                CRC32 crc = new CRC32();
                crc.update(content);
                copy.setCrc(crc.getValue());
                out.putNextEntry(copy);
                out.write(content);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
