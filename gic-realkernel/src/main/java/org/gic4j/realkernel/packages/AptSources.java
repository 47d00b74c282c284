package org.gic4j.realkernel.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Debian mirrors that this machine's own apt sources name, in one-line style ({@code .list}) and in deb822 style
 * ({@code .sources}): see sources.list(5).
 */
public final class AptSources {
    private static final String COMPONENT = "main";

    private AptSources() {}

    /**
     * One stanza, or one line.
     *
     * @param uris where
     * @param suites which
     * @param components the components
     * @param signedBy who signs it; empty where that is not said
     */
    private record Source(List<String> uris, List<String> suites, List<String> components, String signedBy) {
        /** Whether it is, by all that can be seen, Debian's archive: suites with a dash hold only what is added to it. */
        boolean isDebian(String uri) {
            return components.contains(COMPONENT)
                    && suites.stream().anyMatch(suite -> suite.matches("[a-z]+"))
                    && uri.matches("[a-z+]+:.*")
                    && !uri.startsWith("cdrom:")
                    && (uri.contains("debian") || signedBy.contains("debian-archive"));
        }
    }

    /**
     * The mirrors, those that are named first first.
     *
     * @param folder apt's, {@code /etc/apt}
     * @throws IOException when a file there cannot be read
     */
    public static List<String> debianMirrors(Path folder) throws IOException {
        Set<String> mirrors = new LinkedHashSet<>();
        for (Path file : files(folder)) {
            String text = Files.readString(file);
            List<Source> sources = file.toString().endsWith(".sources") ? stanzas(text) : lines(text);
            for (Source source : sources) {
                source.uris().stream().filter(source::isDebian).forEach(mirrors::add);
            }
        }
        return List.copyOf(mirrors);
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Path whole = folder.resolve("sources.list");
        if (Files.isRegularFile(whole)) {
            files.add(whole);
        }
        Path parts = folder.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> found = Files.list(parts)) {
                found.filter(file -> file.toString().matches(".*\\.(list|sources)"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static List<Source> lines(String text) {
        List<Source> sources = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String statement = line.replaceFirst("#.*", "").strip();
            if (!statement.startsWith("deb ") && !statement.startsWith("deb\t")) {
                continue;
            }
            String options = "";
            String rest = statement.substring(4).strip();
            if (rest.startsWith("[")) {
                int end = rest.indexOf(']');
                if (end < 0) {
                    continue;
                }
                options = rest.substring(0, end);
                rest = rest.substring(end + 1).strip();
            }
            List<String> words = words(rest);
            if (words.size() > 2) {
                sources.add(new Source(
                        words.subList(0, 1), words.subList(1, 2), words.subList(2, words.size()), options));
            }
        }
        return sources;
    }

    private static List<Source> stanzas(String text) {
        List<Source> sources = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        String last = "";
        for (String line : (text + "\n\n").lines().toList()) {
            if (line.isBlank()) {
                addTo(sources, fields);
                fields.clear();
            } else if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(last, line.strip(), (before, more) -> before + " " + more);
            } else if (line.contains(":") && !line.startsWith("#")) {
                last = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                fields.put(last, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return sources;
    }

    private static void addTo(List<Source> sources, Map<String, String> fields) {
        boolean enabled = !fields.getOrDefault("enabled", "yes").matches("(?i)no|false|without|off|disable|0");
        if (enabled && words(fields.getOrDefault("types", "")).contains("deb")) {
            sources.add(new Source(
                    words(fields.getOrDefault("uris", "")),
                    words(fields.getOrDefault("suites", "")),
                    words(fields.getOrDefault("components", "")),
                    fields.getOrDefault("signed-by", "")));
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
