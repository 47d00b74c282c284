package org.gic4j.realkernel.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.realkernel.packages.Apt;
import org.gic4j.realkernel.packages.AptSources;
import org.gic4j.realkernel.packages.PackageFile;
import org.gic4j.realkernel.packages.PreparationException;

/**
 * The prepared guests of this machine, in a cache folder that all builds share. Each guest is a folder named after the
 * versions of what is in it; a guest that is there is complete, because it gets its name last. One build prepares at a
 * time; what it has downloaded outlives a build that is cut off.
 */
public final class GuestSystems {
    private static final String KERNEL_PACKAGE = "linux-image-arm64";
    private static final String KERNEL_PREFIX = "linux-image-";
    private static final String JRE_PACKAGE = "openjdk-25-jre-headless";
    private static final List<String> OTHER_PACKAGES = List.of("busybox-static", "libc6", "zlib1g", "libstdc++6", "libgcc-s1");

    private final Path cache;
    private final Consumer<String> progress;

    /**
     * Guests in a folder.
     *
     * @param cache the folder; it is made when it is missing
     * @param progress is told what takes long, a line each
     */
    public GuestSystems(Path cache, Consumer<String> progress) {
        this.cache = cache.toAbsolutePath();
        this.progress = progress;
    }

    /**
     * The guest that was prepared last, or one that is prepared now from the newest packages.
     *
     * @throws PreparationException when it cannot be prepared
     */
    public GuestSystem prepared() {
        try {
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                    cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel);
                Path current = cache.resolve("current");
                Path guest = Files.exists(current) ? cache.resolve(Files.readString(current).strip()) : cache;
                if (!guest.getFileName().toString().startsWith(prefix()) || !Files.isDirectory(guest)) {
                    guest = prepare();
                    writeAtomically(current, guest.getFileName() + "\n");
                }
                return new GuestSystem(guest.resolve("vmlinuz"), guest.resolve("base.cpio"));
            }
        } catch (IOException e) {
            throw new PreparationException("cannot prepare the guest in " + cache + ": " + e, e);
        }
    }

    /** Locks until the channel is closed. */
    private void lock(FileChannel channel) throws IOException {
        if (channel.tryLock() == null) {
            progress.accept("waiting for another build that prepares the guest in " + cache);
            channel.lock();
        }
    }

    private Path prepare() throws IOException {
        progress.accept("preparing the guest once: fetching 150 MB of arm64 packages of Debian into " + cache);
        Apt apt = new Apt(cache.resolve("apt"));
        apt.update(AptSources.debianMirrors(Path.of("/etc/apt")));
        String kernelPackage = apt.dependency(KERNEL_PACKAGE, KERNEL_PREFIX);
        List<String> names = new ArrayList<>(List.of(kernelPackage, JRE_PACKAGE));
        names.addAll(OTHER_PACKAGES);
        List<PackageFile> files = apt.files(names);

        Path guest = cache.resolve(prefix() + digest(files));
        if (Files.isDirectory(guest)) {
            return guest;
        }
        Path unfinished = cache.resolve("unfinished");
        delete(unfinished);
        Files.createDirectories(unfinished);
        List<Path> contents = new ArrayList<>();
        for (PackageFile file : files) {
            Path here = apt.download(file);
            if (file.packageName().equals(kernelPackage)) {
                BaseImage.writeKernel(here, unfinished.resolve("vmlinuz"));
            } else {
                contents.add(here);
            }
        }
        progress.accept("preparing the guest once: packing its file system");
        BaseImage.write(contents, unfinished.resolve("base.cpio"));
        Files.writeString(
                unfinished.resolve("packages.txt"),
                files.stream().map(file -> file.fileName() + "\n").collect(Collectors.joining()));
        Files.move(unfinished, guest, StandardCopyOption.ATOMIC_MOVE);
        return guest;
    }

    private static String prefix() {
        return "guest-" + BaseImage.RECIPE + "-";
    }

    private static String digest(List<PackageFile> files) {
        // The digests of the packages tell their content; any mixture of them does for a name.
        String all = files.stream().map(PackageFile::sha256).sorted().collect(Collectors.joining());
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.US_ASCII)).toString();
    }

    private static void writeAtomically(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
