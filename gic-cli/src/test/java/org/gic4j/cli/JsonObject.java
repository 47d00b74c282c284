package org.gic4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object that a command printed, with typed access for tests. */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads one object and nothing else. */
    static JsonObject parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() == null && value instanceof JsonObject object) {
                return object;
            }
            throw new AssertionError("not one JSON object: " + text);
        }
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    public String text(String name) {
        return (String) member(name);
    }

    public boolean flag(String name) {
        return (boolean) member(name);
    }

    public long number(String name) {
        return (long) member(name);
    }

    public Optional<Long> optionalNumber(String name) {
        return has(name) ? Optional.of(number(name)) : Optional.empty();
    }

    public JsonObject object(String name) {
        return (JsonObject) member(name);
    }

    public List<JsonObject> objects(String name) {
        return array(name).stream().map(JsonObject.class::cast).toList();
    }

    public List<String> texts(String name) {
        return array(name).stream().map(String.class::cast).toList();
    }

    /** The numbers of an array, or the only one where it is none. */
    public List<Long> numbers(String name) {
        return member(name) instanceof Long only
                ? List.of(only)
                : array(name).stream().map(Long.class::cast).toList();
    }

    private List<?> array(String name) {
        return (List<?>) member(name);
    }

    private Object member(String name) {
        return Objects.requireNonNull(members.get(name), () -> name + " is not among " + members.keySet());
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (members.put(name, Objects.requireNonNull(value(parser))) != null) {
                        throw new AssertionError("member " + name + " stands there twice");
                    }
                }
                yield new JsonObject(members);
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            // Values of 64 bits have no sign.
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue();
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw new AssertionError("no command prints " + parser.currentToken());
        };
    }
}
