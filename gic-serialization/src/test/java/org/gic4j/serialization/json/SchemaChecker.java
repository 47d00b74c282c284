package org.gic4j.serialization.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * As much of JSON Schema 2020-12 as docs/schema uses; a keyword that it does not know is an error, so that no constraint
 * is passed over.
 */
final class SchemaChecker {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<?, ?> root;
    private final List<String> faults = new ArrayList<>();

    SchemaChecker(String schema) {
        root = (Map<?, ?>) parse(schema);
    }

    /** What is wrong with a text; empty where it fits. */
    List<String> check(String text) {
        faults.clear();
        check(root, parse(text), "$");
        return List.copyOf(faults);
    }

    private void check(Map<?, ?> schema, Object value, String at) {
        schema.forEach((keyword, rule) -> {
            switch ((String) keyword) {
                case "$schema", "title", "description", "$defs", "patternProperties", "additionalProperties" -> {
                    // Words, or looked at together with properties.
                }
                case "$ref" -> check(reference((String) rule), value, at);
                case "type" -> require(hasType((String) rule, value), at, "should be of type " + rule);
                case "const" -> require(rule.equals(value), at, "should be " + rule);
                case "enum" -> require(((List<?>) rule).contains(value), at, "should be one of " + rule);
                case "minimum" -> require(number(value) >= number(rule), at, "should be at least " + rule);
                case "maximum" -> require(number(value) <= number(rule), at, "should be at most " + rule);
                case "multipleOf" -> require(number(value) % number(rule) == 0, at, "should be a multiple of " + rule);
                case "maxLength" ->
                    require(!(value instanceof String text) || text.length() <= number(rule), at, "should be shorter");
                case "pattern" ->
                    require(
                            !(value instanceof String text) || Pattern.compile((String) rule).matcher(text).find(),
                            at,
                            "should match " + rule);
                case "required" ->
                    ((List<?>) rule).forEach(name -> require(((Map<?, ?>) value).containsKey(name), at, "has no " + name));
                case "items" -> {
                    List<?> items = (List<?>) value;
                    for (int i = 0; i < items.size(); i++) {
                        check((Map<?, ?>) rule, Objects.requireNonNull(items.get(i)), at + "[" + i + "]");
                    }
                }
                case "properties" -> {
                    // With the others that look at members.
                }
                default -> throw new IllegalStateException("the schema uses " + keyword + ", which is not checked");
            }
        });
        if (schema.containsKey("properties") || schema.containsKey("patternProperties")) {
            ((Map<?, ?>) value).forEach((name, member) -> member(schema, (String) name, member, at + "." + name));
        }
    }

    private void member(Map<?, ?> schema, String name, Object value, String at) {
        boolean known = false;
        if (schema.get("properties") instanceof Map<?, ?> properties && properties.get(name) instanceof Map<?, ?> rule) {
            known = true;
            check(rule, value, at);
        }
        if (schema.get("patternProperties") instanceof Map<?, ?> patterns) {
            for (Map.Entry<?, ?> pattern : patterns.entrySet()) {
                if (Pattern.compile((String) pattern.getKey()).matcher(name).find()) {
                    known = true;
                    check((Map<?, ?>) pattern.getValue(), value, at);
                }
            }
        }
        require(known || !Boolean.FALSE.equals(schema.get("additionalProperties")), at, "is not a member that exists");
    }

    private Map<?, ?> reference(String path) {
        Map<?, ?> at = root;
        for (String step : path.substring(2).split("/", -1)) {
            at = (Map<?, ?>) Objects.requireNonNull(at.get(step), path);
        }
        return at;
    }

    private static boolean hasType(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof BigInteger;
            default -> throw new IllegalStateException("the schema uses type " + type);
        };
    }

    private static long number(Object value) {
        return value instanceof BigInteger number ? number.longValueExact() : Long.MIN_VALUE;
    }

    private void require(boolean holds, String at, String fault) {
        if (!holds) {
            faults.add(at + " " + fault);
        }
    }

    private static Object parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) {
        return switch (Objects.requireNonNull(parser.currentToken())) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalStateException("no snapshot has " + parser.currentToken());
        };
    }
}
