package org.gic4j.realkernel.machine;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gic4j.api.HostKind;
import org.gic4j.realkernel.image.GuestSystem;
import org.gic4j.realkernel.image.GuestSystems;
import org.gic4j.realkernel.image.TestImage;
import org.gic4j.realkernel.runner.GuestMain;

/**
 * Debian's arm64 kernel on QEMU's emulation of a machine with virtualization. To the kernel it is a host of the kind
 * that is asked for; its KVM is real.
 */
public final class QemuGuest implements Guest {
    /** The program that emulates the machine. */
    public static final String PROGRAM = "qemu-system-aarch64";

    /** Properties of this JVM that the guest's gets as well: of generated operations, of what is measured. */
    private static final List<String> PASSED_ON = List.of(
            "gic4j.seed",
            "gic4j.differential.operations",
            "gic4j.differential.its.operations",
            "gic4j.guest-view.machines",
            "gic4j.attribute-cost.seconds");

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int CONSOLE_LINES = 40;

    /** How the guest's JVM is started. Compiled code costs more than it brings where a run takes a minute or two. */
    private static final List<String> JAVA_FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xms512m",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "--enable-native-access=ALL-UNNAMED",
            "--illegal-native-access=deny");

    /**
     * The kernel's command line. Page-table isolation, which comes with KASLR, costs a flush of QEMU's TLB for each system
     * call, and what else protects against other programs is slow as well: without them a run takes half the time.
     * Closing a virtual machine waits for grace periods of RCU, which are short where they are expedited.
     */
    private static final List<String> KERNEL_PARAMETERS = List.of(
            "console=ttyAMA0",
            "quiet",
            "panic=-1",
            "oops=panic",
            "nokaslr",
            "kpti=off",
            "mitigations=off",
            "rcupdate.rcu_expedited=1");

    private final HostKind kind;
    private final GuestSystems systems;

    /**
     * A guest that is a host of some kind.
     *
     * @param kind which interrupt controller it has
     * @param systems where it is prepared
     */
    public QemuGuest(HostKind kind, GuestSystems systems) {
        this.kind = kind;
        this.systems = systems;
    }

    @Override
    public String run(Order order, Consumer<String> results) throws IOException {
        GuestSystem system = systems.prepared();
        Files.createDirectories(order.output());
        Path initrd = order.output().resolve("initrd.cpio");
        try {
            imageFor(order).appendTo(system.base(), initrd);
            return boot(system, initrd, order, results);
        } finally {
            Files.deleteIfExists(initrd);
        }
    }

    private TestImage imageFor(Order order) {
        List<Path> classPath = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        List<String> arguments = new ArrayList<>(JAVA_FLAGS);
        for (String name : PASSED_ON) {
            String value = System.getProperty(name, "");
            if (!value.isBlank()) {
                arguments.add("-D" + name + "=" + value);
            }
        }
        arguments.add("-D" + GuestMain.STACKS_AFTER + "=" + Math.max(1, order.limit().minus(GRACE).toSeconds()));
        arguments.add(GuestMain.class.getName());
        arguments.add("/" + TestImage.ROOT + "/selected.txt");
        TestImage image = new TestImage(classPath, arguments)
                .withText("selected.txt", order.selected().stream().collect(Collectors.joining("\n", "", "\n")));
        order.files().forEach(image::with);
        return image;
    }

    private String boot(GuestSystem system, Path initrd, Order order, Consumer<String> results) throws IOException {
        Path console = order.output().resolve("console.txt");
        Path complaints = order.output().resolve("qemu.txt");
        Files.deleteIfExists(console);
        long seconds = order.limit().toSeconds();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command(system, initrd, console, seconds))
                .redirectError(complaints.toFile())
                .start();
        Thread hook = new Thread(() -> end(process), "end of QEMU");
        Runtime.getRuntime().addShutdownHook(hook);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // QEMU's standard input stays open: at its end, QEMU would take the results' reader for gone as well.
            // The guest ends itself in time and timeout(1) ends QEMU: this loop always comes to an end.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                results.accept(line);
            }
            boolean ended = waitFor(process);
            long taken = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            return "the guest "
                    + (taken < seconds ? "ended" : "was still busy when its time limit was over")
                    + " after " + taken + " s"
                    + (ended ? " (exit code " + process.exitValue() + ")" : "")
                    + ". Its console, " + console + ", ends with:\n" + endOf(console) + endOf(complaints);
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private List<String> command(GuestSystem system, Path initrd, Path console, long seconds) {
        String version = kind == HostKind.GICV2 ? "2" : "3";
        return List.of(
                "timeout",
                "--kill-after=5",
                Long.toString(seconds + GRACE.toSeconds()),
                PROGRAM,
                "-machine",
                "virt,virtualization=on,gic-version=" + version,
                "-cpu",
                "cortex-a72",
                "-smp",
                "2",
                "-m",
                "3072",
                "-accel",
                "tcg,thread=multi",
                "-kernel",
                system.kernel().toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                String.join(" ", KERNEL_PARAMETERS) + " GIC4J_LIMIT=" + seconds,
                "-display",
                "none",
                "-monitor",
                "none",
                "-no-reboot",
                "-nic",
                "none",
                "-serial",
                "file:" + console,
                "-chardev",
                "stdio,id=results,signal=off",
                "-device",
                "virtio-serial-pci",
                "-device",
                "virtserialport,chardev=results,name=gic4j.results");
    }

    private static boolean waitFor(Process process) {
        try {
            return process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String endOf(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - CONSOLE_LINES), lines.size()).stream()
                .map(line -> "  " + line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
