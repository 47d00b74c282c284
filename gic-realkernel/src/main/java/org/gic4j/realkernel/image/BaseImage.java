package org.gic4j.realkernel.image;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gic4j.realkernel.packages.PreparationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link GuestSystem} out of package files. Members of packages go from {@code dpkg-deb} into the archive
 * directly: nothing is unpacked on this machine, and nobody needs to be root.
 */
final class BaseImage {
    /** Raised with every change of what is written here, so that guests made before are not taken any more. */
    static final int RECIPE = 1;

    /** What the tests need of busybox beside the shell: what {@code init} and the launcher {@code gic} call. */
    private static final List<String> APPLETS = List.of(
            "cat", "df", "dmesg", "echo", "find", "flock", "free", "grep", "head", "kill", "ln", "ls", "mkdir", "mount",
            "mv", "poweroff", "printf", "ps", "readlink", "rm", "rmdir", "sed", "sh", "sleep", "tail", "touch", "true",
            "uname");

    /** What nothing here reads: two thirds of the files. */
    private static final Pattern LEFT_OUT = Pattern.compile("usr/share/.*|usr/lib/[^/]+/gconv/.*|usr/lib/debug/.*"
            + "|usr/lib/jvm/[^/]+/(legal|man|docs)(/.*)?|.*/classes_[a-z_]+\\.jsa|usr/lib/python3/.*");

    private static final Pattern KERNEL = Pattern.compile("boot/vmlinuz-.*");

    private static final Pattern JAVA = Pattern.compile("usr/lib/jvm/[^/]+/bin/java");

    private BaseImage() {}

    /**
     * Takes the kernel out of its package.
     *
     * @param kernelPackage the package file
     * @param target where it is written
     */
    static void writeKernel(Path kernelPackage, Path target) throws IOException {
        forEachMember(kernelPackage, (entry, tar) -> {
            boolean isKernel = KERNEL.matcher(entry.name()).matches();
            if (isKernel) {
                Files.write(target, tar.content());
            }
            return !isKernel;
        });
        if (!Files.exists(target)) {
            throw new PreparationException("no kernel (" + KERNEL + ") is in " + kernelPackage);
        }
    }

    /**
     * Writes the first file system.
     *
     * @param packages the package files of what is in it
     * @param target where it is written
     */
    static void write(List<Path> packages, Path target) throws IOException {
        try (CpioWriter cpio = new CpioWriter(new BufferedOutputStream(Files.newOutputStream(target), 1 << 20))) {
            for (String folder : List.of("dev", "proc", "sys", "tmp", "root")) {
                cpio.folder(folder);
            }
            for (String folder : List.of("bin", "sbin", "lib", "lib64")) {
                cpio.link(folder, "usr/" + folder);
            }
            cpio.link("usr/sbin", "bin");
            cpio.link("usr/lib64", "lib");
            for (Path packageFile : packages) {
                forEachMember(packageFile, (entry, tar) -> {
                    add(entry, tar, cpio);
                    return true;
                });
            }
            for (String applet : APPLETS) {
                cpio.link("usr/bin/" + applet, "busybox");
            }
            cpio.file("init", 0755, resource("init"));
        }
    }

    private static void add(TarEntry entry, TarReader tar, CpioWriter cpio) throws IOException {
        String name = entry.name();
        if (name.isEmpty() || LEFT_OUT.matcher(name).matches()) {
            return;
        }
        switch (entry.kind()) {
            case FOLDER -> cpio.folder(name);
            case SYMBOLIC_LINK -> cpio.link(name, entry.target());
            case FILE -> cpio.file(name, entry.mode(), tar.content());
        }
        if (JAVA.matcher(name).matches()) {
            cpio.link("usr/bin/java", "/" + name);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (@Nullable InputStream in = BaseImage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + BaseImage.class.getName());
            }
            return in.readAllBytes();
        }
    }

    /** What is done with a member; false to go no further. */
    private interface MemberAction {
        boolean take(TarEntry entry, TarReader tar) throws IOException;
    }

    private static void forEachMember(Path packageFile, MemberAction action) throws IOException {
        Process process = new ProcessBuilder("dpkg-deb", "--fsys-tarfile", packageFile.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (TarReader tar = new TarReader(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
            TarEntry entry = tar.next();
            while (entry != null && action.take(entry, tar)) {
                entry = tar.next();
            }
        } catch (EOFException e) {
            throw new PreparationException("dpkg-deb cannot read " + packageFile + "; remove it and try again", e);
        } finally {
            process.destroy();
        }
    }
}
