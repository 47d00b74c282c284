package org.gic4j.realkernel.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * apt for arm64 packages of one Debian suite, in a folder of its own: it reads the machine's settings (a proxy, for
 * example) and none of its lists, sources, pins and installed packages, and changes nothing outside the folder.
 */
public final class Apt {
    /** The suite: the first with a JRE 25. */
    static final String SUITE = "trixie";

    private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    private static final int MINUTES = 10;

    private final Path folder;

    /**
     * An apt in a folder.
     *
     * @param folder where its state and the packages are; it is made when it is missing
     */
    public Apt(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * Fetches the package lists from the first of some mirrors that has them.
     *
     * @param mirrors Debian mirrors, see {@link AptSources}
     * @throws PreparationException when none has
     */
    public void update(List<String> mirrors) {
        if (mirrors.isEmpty()) {
            throw new PreparationException("this machine's apt sources (/etc/apt/sources.list, sources.list.d) name no"
                    + " Debian mirror with the component main: add one, or prepare the guest on a machine that has one"
                    + " and copy its cache folder");
        }
        List<String> failures = new ArrayList<>();
        for (String mirror : mirrors) {
            try {
                configure(mirror);
                apt("apt-get", "-q", "update");
                return;
            } catch (PreparationException failed) {
                failures.add(failed.getMessage());
            }
        }
        throw new PreparationException("no mirror of this machine's apt sources gave the package lists of Debian "
                + SUITE + " for arm64. Is the network there? Without it, copy the cache folder of a machine that has prepared"
                + " the guest (docs/REAL-KERNEL.md), or leave these tests out with -DskipITs.\n"
                + String.join("\n", failures));
    }

    /**
     * The package that another one stands for.
     *
     * @param metapackage a package without content, for example {@code linux-image-arm64}
     * @param prefix how the name of the one that it depends on begins
     */
    public String dependency(String metapackage, String prefix) {
        String answer = apt("apt-cache", "depends", metapackage);
        return Pattern.compile("(?m)^\\s*Depends: (" + Pattern.quote(prefix) + "\\S+)$")
                .matcher(answer)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new PreparationException(
                        metapackage + " depends on no " + prefix + "… but says:\n" + answer));
    }

    /**
     * The files of some packages, in the version that the lists have.
     *
     * @param names packages
     */
    public List<PackageFile> files(List<String> names) {
        Path nothing = folder.resolve("nothing");
        makeFolder(nothing);
        List<String> command = new ArrayList<>(List.of("--print-uris", "-qq", "download"));
        command.addAll(names);
        List<PackageFile> files = PackageFile.parse(aptIn(nothing, "apt-get", command));
        if (files.size() != names.size()) {
            throw new PreparationException("asked for the packages " + names + ", apt-get names " + files);
        }
        return files;
    }

    /**
     * Downloads a package, unless it is here already.
     *
     * @param file one of {@link #files}
     * @return where it is
     */
    public Path download(PackageFile file) {
        Path packages = folder.resolve("packages");
        makeFolder(packages);
        Path here = packages.resolve(file.fileName());
        if (!isComplete(here, file)) {
            discardUnlessBegun(here, file);
            aptIn(packages, "apt-get", List.of("-q", "download", file.packageName()));
            if (!isComplete(here, file)) {
                throw new PreparationException("apt-get downloaded " + file.packageName() + ", but " + here
                        + " is not there with the digest that the package list gives");
            }
        }
        return here;
    }

    private void configure(String mirror) {
        for (String name : List.of("lists/partial", "cache/archives/partial", "etc/sources.d", "etc/preferences.d")) {
            makeFolder(folder.resolve(name));
        }
        try {
            Files.writeString(folder.resolve("status"), "");
            Files.writeString(
                    folder.resolve("etc/sources.list"), "deb [signed-by=" + KEYRING + "] " + mirror + " " + SUITE + " main\n");
            Files.writeString(configuration(), """
                    APT::Architecture "arm64";
                    APT::Architectures { "arm64"; };
                    #clear APT::Update;
                    #clear DPkg;
                    APT::Update::Error-Mode "any";
                    APT::Sandbox::User "root";
                    Acquire::Languages "none";
                    Acquire::Retries "3";
                    Dir::State "%1$s";
                    Dir::State::lists "%1$s/lists";
                    Dir::State::status "%1$s/status";
                    Dir::Cache "%1$s/cache";
                    Dir::Etc::sourcelist "%1$s/etc/sources.list";
                    Dir::Etc::sourceparts "%1$s/etc/sources.d";
                    Dir::Etc::preferences "%1$s/etc/preferences";
                    Dir::Etc::preferencesparts "%1$s/etc/preferences.d";
                    """.formatted(folder));
        } catch (IOException e) {
            throw new PreparationException("cannot write into " + folder + ": " + e, e);
        }
    }

    private Path configuration() {
        return folder.resolve("apt.conf");
    }

    private String apt(String program, String... arguments) {
        return aptIn(folder, program, List.of(arguments));
    }

    private String aptIn(Path where, String program, List<String> arguments) {
        // Read first, for the architecture, and last, to undo the hooks that the machine's own settings add.
        List<String> command = new ArrayList<>(List.of(program, "-c", configuration().toString()));
        command.addAll(arguments);
        return ExternalProgram.run(where, Map.of("APT_CONFIG", configuration().toString()), MINUTES, command);
    }

    private static void makeFolder(Path name) {
        try {
            Files.createDirectories(name);
        } catch (IOException e) {
            throw new PreparationException("cannot make the folder " + name + ": " + e, e);
        }
    }

    /** apt continues a download that was cut off; it gives up on a file that is no beginning of the right one. */
    private static void discardUnlessBegun(Path here, PackageFile file) {
        try {
            if (Files.exists(here) && Files.size(here) >= file.size()) {
                Files.delete(here);
            }
        } catch (IOException e) {
            throw new PreparationException("cannot remove " + here + ": " + e, e);
        }
    }

    private static boolean isComplete(Path here, PackageFile file) {
        try {
            return Files.exists(here) && Files.size(here) == file.size() && sha256(here).equals(file.sha256());
        } catch (IOException e) {
            throw new PreparationException("cannot read " + here + ": " + e, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
