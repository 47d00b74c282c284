package org.gic4j.testkit.replay.oplog;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.gic4j.testkit.replay.ReplayException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of one line's JSON object, with typed access that names the line and the key where something is wrong.
 * Whole numbers are decimal, or hexadecimal strings that begin with {@code 0x}.
 */
final class Fields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEEPEST = 8;
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");

    private final int line;
    private final Map<String, Object> values;

    private Fields(int line, Map<String, Object> values) {
        this.line = line;
        this.values = values;
    }

    /**
     * Reads a line.
     *
     * @param line its number
     * @param text one JSON object and nothing else
     */
    static Fields parse(int line, String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ReplayException(line, "not a JSON object");
            }
            Fields fields = object(line, parser, 0);
            if (parser.nextToken() != null) {
                throw new ReplayException(line, "something follows the JSON object");
            }
            return fields;
        } catch (JacksonException e) {
            throw new ReplayException(line, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static Fields object(int line, JsonParser parser, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (values.put(key, value(line, parser, depth)) != null) {
                throw new ReplayException(line, "key '" + key + "' stands there twice");
            }
        }
        return new Fields(line, values);
    }

    private static Object value(int line, JsonParser parser, int depth) {
        if (depth == DEEPEST) {
            throw new ReplayException(line, "nested too deeply");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(line, parser, depth + 1);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(line, parser, depth + 1));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getString();
            case null, default -> throw new ReplayException(line, "a value that no op log has: " + parser.currentToken());
        };
    }

    /** Whether a key is there. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    /** A string. */
    String text(String key) {
        if (required(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a string");
    }

    /** A number that fits in 32 bits, signed or unsigned. */
    int integer(String key) {
        return toInteger(key, required(key));
    }

    /** As {@link #integer(String)}, or another value where the key is missing. */
    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    /** As {@link #integer(String)}, where the key may be missing. */
    OptionalInt optionalInteger(String key) {
        return has(key) ? OptionalInt.of(integer(key)) : OptionalInt.empty();
    }

    /** A number that is not negative and fits in 31 bits: a count, an index, an errno. */
    int natural(String key) {
        BigInteger number = toNumber(key, required(key));
        if (number.signum() < 0 || number.bitLength() > 31) {
            throw wrong(key, "a number from 0 to 2147483647");
        }
        return number.intValue();
    }

    /** A number that fits in 64 bits, signed or unsigned. */
    long number(String key) {
        return toLong(key, required(key));
    }

    /** As {@link #number}, or another value where the key is missing. */
    long number(String key, long otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    /** As {@link #number}, where the key may be missing. */
    OptionalLong optionalNumber(String key) {
        return has(key) ? OptionalLong.of(number(key)) : OptionalLong.empty();
    }

    /** A list of objects. */
    List<Fields> objects(String key) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : items(key, required(key))) {
            if (!(item instanceof Fields fields)) {
                throw wrong(key, "a list of objects");
            }
            objects.add(fields);
        }
        return objects;
    }

    /** A list of numbers of 64 bits. */
    List<Long> numbers(String key) {
        return items(key, required(key)).stream().map(item -> toLong(key, item)).toList();
    }

    /** A list of lists of numbers, each list of a length within bounds. */
    List<List<Long>> rows(String key, int shortest, int longest) {
        List<List<Long>> rows = new ArrayList<>();
        for (Object item : items(key, required(key))) {
            List<?> row = items(key, item);
            if (row.size() < shortest || row.size() > longest) {
                throw wrong(key, "a list of lists of " + shortest + " to " + longest + " numbers");
            }
            rows.add(row.stream().map(number -> toLong(key, number)).toList());
        }
        return rows;
    }

    /** An error about this line. */
    ReplayException wrong(String key, String expected) {
        return new ReplayException(line, "'" + key + "' must be " + expected + ", not " + shown(values.get(key)));
    }

    /** The number of this line. */
    int line() {
        return line;
    }

    private Object required(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new ReplayException(line, "'" + key + "' is missing");
        }
        return value;
    }

    private List<?> items(String key, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "a list");
    }

    private int toInteger(String key, Object value) {
        BigInteger number = toNumber(key, value);
        if (number.bitLength() > (number.signum() < 0 ? 31 : 32)) {
            throw wrong(key, "a number of 32 bits");
        }
        return number.intValue();
    }

    private long toLong(String key, Object value) {
        BigInteger number = toNumber(key, value);
        if (number.bitLength() > (number.signum() < 0 ? 63 : 64)) {
            throw wrong(key, "a number of 64 bits");
        }
        return number.longValue();
    }

    private BigInteger toNumber(String key, Object value) {
        if (value instanceof BigInteger number) {
            return number;
        }
        if (value instanceof String text && HEXADECIMAL.matcher(text).matches()) {
            return new BigInteger(text.substring(2), 16);
        }
        throw wrong(key, "a whole number, decimal or as a string 0x…");
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof Fields ? "an object" : String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
