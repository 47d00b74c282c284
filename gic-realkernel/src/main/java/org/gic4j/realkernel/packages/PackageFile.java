package org.gic4j.realkernel.packages;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A package as apt would download it.
 *
 * @param packageName its name
 * @param fileName the file's name, which carries version and architecture
 * @param size in bytes
 * @param sha256 the digest, in lower-case hexadecimal
 */
public record PackageFile(String packageName, String fileName, long size, String sha256) {
    private static final Pattern LINE = Pattern.compile("'[^']*' (([^_ /]+)_[^ /]+) ([0-9]{1,12}) SHA256:([0-9a-f]{64})");

    /**
     * Reads what {@code apt-get --print-uris download} prints.
     *
     * @param output its lines
     * @throws PreparationException for a line of another form
     */
    static List<PackageFile> parse(String output) {
        return output.lines().filter(line -> line.startsWith("'")).map(PackageFile::parseLine).toList();
    }

    private static PackageFile parseLine(String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new PreparationException("apt-get --print-uris answered in a form that is not known: " + line);
        }
        return new PackageFile(parts.group(2), parts.group(1), Long.parseLong(parts.group(3)), parts.group(4));
    }
}
