package org.gic4j.testkit.replay.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.source.LogLines;
import org.gic4j.testkit.replay.source.LogText;

/**
 * Reads the events of a trace by their forms. An unknown event and a line of another form are errors.
 *
 * @param <E> the events
 */
final class TraceParser<E extends TraceEvent> {
    /** A hexadecimal number of up to 32 bits in a form, as a group. */
    static final String HEX = "(0x[0-9a-f]{1,8})";
    /** A hexadecimal number of up to 64 bits in a form, as a group. */
    static final String LONG_HEX = "(0x[0-9a-f]{1,16})";
    /** An INTID in a form, as a group. */
    static final String INTID = "(\\d{1,4})";

    private final String model;
    private final Set<String> ignored;
    private final Map<String, Form<E>> forms;

    /** Makes an event of a line. */
    interface Maker<E> {
        E make(int line, MatchResult found);
    }

    /** The form of an event's lines. */
    record Form<E>(String name, Pattern pattern, Maker<E> maker) {
        /**
         * A form.
         *
         * @param regex begins with the event's name
         */
        Form(String regex, Maker<E> maker) {
            this(regex.substring(0, regex.indexOf(' ')), Pattern.compile(regex), maker);
        }
    }

    /**
     * A parser.
     *
     * @param model the interrupt controller, for messages
     * @param ignored names of events that repeat what others say
     * @param forms the others
     */
    TraceParser(String model, Set<String> ignored, List<Form<E>> forms) {
        this.model = model;
        this.ignored = ignored;
        this.forms = forms.stream().collect(Collectors.toUnmodifiableMap(Form::name, Function.identity()));
    }

    /**
     * Reads a whole trace.
     *
     * @throws ReplayException naming the line that does not parse
     */
    List<E> parse(LogText log) throws IOException {
        List<E> events = new ArrayList<>();
        try (LogLines lines = log.open()) {
            for (String text = lines.next(); text != null; text = lines.next()) {
                parse(lines.number(), text.strip()).ifPresent(events::add);
            }
        }
        return events;
    }

    private Optional<E> parse(int line, String text) {
        String name = text.split(" ", 2)[0];
        if (ignored.contains(name)) {
            return Optional.empty();
        }
        Form<E> form = forms.get(name);
        if (form == null) {
            throw new ReplayException(
                    line, "no event of a " + model + " trace is named '" + LogText.abbreviated(name) + "'");
        }
        Matcher matcher = form.pattern().matcher(text);
        if (!matcher.matches()) {
            throw new ReplayException(line, "not the form of event " + name + ": " + LogText.abbreviated(text));
        }
        return Optional.of(form.maker().make(line, matcher.toMatchResult()));
    }

    /** The decimal number of a group. */
    static int decimal(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    /** The hexadecimal number of a group, of up to 32 bits. */
    static int hex(MatchResult found, int group) {
        return Integer.parseUnsignedInt(found.group(group).substring(2), 16);
    }

    /** The hexadecimal number of a group, of up to 64 bits. */
    static long longHex(MatchResult found, int group) {
        return Long.parseUnsignedLong(found.group(group).substring(2), 16);
    }

    /** Whether a group is 1. */
    static boolean isOne(MatchResult found, int group) {
        return found.group(group).equals("1");
    }
}
