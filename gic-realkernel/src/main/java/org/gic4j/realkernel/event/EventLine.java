package org.gic4j.realkernel.event;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.FilePublished;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Outcome;
import org.gic4j.realkernel.event.TestEvent.Published;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line: fields with a tab between them, the first of which names the event. In a field, a backslash
 * begins {@code \\}, {@code \t}, {@code \n}, {@code \r}; {@code \0} alone is a field that is null.
 */
public final class EventLine {
    private static final String NULL = "\\0";

    private EventLine() {}

    /**
     * Writes an event.
     *
     * @param event what happened
     * @return a line, without its end
     */
    public static String encode(TestEvent event) {
        List<@Nullable String> fields = new ArrayList<>();
        fields.add(event.getClass().getSimpleName());
        switch (event) {
            case Registered registered -> {
                fields.add(registered.parent());
                fields.add(registered.id());
                fields.add(Boolean.toString(registered.container()));
                fields.add(Boolean.toString(registered.test()));
                fields.add(registered.displayName());
                fields.add(registered.legacyName());
            }
            case Started started -> fields.add(started.id());
            case Skipped skipped -> {
                fields.add(skipped.id());
                fields.add(skipped.reason());
            }
            case Finished finished -> {
                fields.add(finished.id());
                fields.add(finished.outcome().name());
                add(finished.thrown(), fields);
            }
            case Published published -> {
                fields.add(published.id());
                fields.addAll(published.keysAndValues());
            }
            case FilePublished file -> {
                fields.add(file.id());
                fields.add(file.name());
                fields.add(file.content());
            }
            case Ended ended -> {}
        }
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(field == null ? NULL : escape(field));
        }
        return line.toString();
    }

    /**
     * Reads an event.
     *
     * @param line what {@link #encode} gave
     * @throws IllegalArgumentException for any other text
     */
    public static TestEvent decode(String line) {
        Fields fields = new Fields(line);
        return switch (fields.next()) {
            case "Registered" -> new Registered(
                    fields.next(),
                    fields.next(),
                    Boolean.parseBoolean(fields.next()),
                    Boolean.parseBoolean(fields.next()),
                    fields.next(),
                    fields.next());
            case "Started" -> new Started(fields.next());
            case "Skipped" -> new Skipped(fields.next(), fields.next());
            case "Finished" -> new Finished(fields.next(), Outcome.valueOf(fields.next()), throwable(fields));
            case "Published" -> new Published(fields.next(), fields.rest());
            case "FilePublished" -> new FilePublished(fields.next(), fields.next(), fields.next());
            case "Ended" -> new Ended();
            default -> throw new IllegalArgumentException("not an event: " + line);
        };
    }

    private static void add(@Nullable RecordedThrowable thrown, List<@Nullable String> fields) {
        for (RecordedThrowable next = thrown; next != null; next = next.cause()) {
            fields.add(next.type());
            fields.add(next.message());
            fields.add(Boolean.toString(next.assertion()));
            fields.add(Integer.toString(next.frames().size()));
            for (StackTraceElement frame : next.frames()) {
                fields.add(frame.getClassName());
                fields.add(frame.getMethodName());
                fields.add(frame.getFileName());
                fields.add(Integer.toString(frame.getLineNumber()));
            }
        }
    }

    private static @Nullable RecordedThrowable throwable(Fields fields) {
        if (!fields.hasNext()) {
            return null;
        }
        String type = fields.next();
        String message = fields.nextOrNull();
        boolean assertion = Boolean.parseBoolean(fields.next());
        List<StackTraceElement> frames = new ArrayList<>();
        for (int count = Integer.parseInt(fields.next()); count > 0; count--) {
            frames.add(new StackTraceElement(
                    fields.next(), fields.next(), fields.nextOrNull(), Integer.parseInt(fields.next())));
        }
        return new RecordedThrowable(type, message, assertion, frames, throwable(fields));
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** The fields of a line, one after the other. */
    private static final class Fields {
        private final String[] raw;
        private int taken;

        Fields(String line) {
            raw = line.split("\t", -1);
        }

        boolean hasNext() {
            return taken < raw.length;
        }

        String next() {
            String field = nextOrNull();
            if (field == null) {
                throw new IllegalArgumentException("field " + taken + " is null in: " + String.join("\t", raw));
            }
            return field;
        }

        @Nullable
        String nextOrNull() {
            if (!hasNext()) {
                throw new IllegalArgumentException("a field is missing in: " + String.join("\t", raw));
            }
            String field = raw[taken++];
            return field.equals(NULL) ? null : unescape(field);
        }

        List<String> rest() {
            List<String> rest = new ArrayList<>();
            while (hasNext()) {
                rest.add(next());
            }
            return rest;
        }

        private static String unescape(String field) {
            if (field.indexOf('\\') < 0) {
                return field;
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < field.length(); i++) {
                char next = field.charAt(i);
                if (next == '\\' && i + 1 < field.length()) {
                    char escaped = field.charAt(++i);
                    text.append(
                            switch (escaped) {
                                case 't' -> '\t';
                                case 'n' -> '\n';
                                case 'r' -> '\r';
                                default -> escaped;
                            });
                } else {
                    text.append(next);
                }
            }
            return text.toString();
        }
    }
}
