package org.gic4j.serialization.json;

import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.ItsState;
import tools.jackson.core.JsonGenerator;

/** ITSs in JSON: an array of objects, each with an address and registers of 64 bits. */
final class Services {
    private Services() {}

    static void write(ItsState its, JsonGenerator json) {
        json.writeStartObject();
        its.address().ifPresent(address -> json.writeStringProperty(Names.ADDRESS, hex(address)));
        json.writeObjectPropertyStart(Names.REGISTERS);
        for (Its register : its.registers()) {
            json.writeArrayPropertyStart(register.name());
            for (int number = 0; number < ItsState.count(register); number++) {
                json.writeString(hex(its.value(register, number)));
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static ItsState read(JsonTokens json) {
        ItsState.Builder its = new ItsState.Builder();
        json.beginObject("an ITS");
        for (String name = json.member(); name != null; name = json.member()) {
            switch (name) {
                case Names.ADDRESS -> its.address(json.address(name));
                case Names.REGISTERS -> registers(json, its);
                default -> throw json.wrong("an ITS has no member " + JsonTokens.shown(name));
            }
        }
        return its.build();
    }

    private static void registers(JsonTokens json, ItsState.Builder its) {
        json.beginObject(Names.REGISTERS);
        for (String name = json.member(); name != null; name = json.member()) {
            Its register = named(name, json);
            int count = 0;
            json.beginArray(name);
            while (json.element()) {
                if (count == ItsState.count(register)) {
                    throw json.wrong("an ITS has " + count + " registers " + name + ", and here are more");
                }
                its.value(register, count++, json.address("a register"));
            }
            if (count != ItsState.count(register)) {
                throw json.wrong("an ITS has " + ItsState.count(register) + " registers " + name + ", not " + count);
            }
        }
    }

    private static Its named(String name, JsonTokens json) {
        for (Register register : Registers.itsState()) {
            if (register.name().equals(name)) {
                return (Its) register;
            }
        }
        throw json.wrong("an ITS has no register " + JsonTokens.shown(name) + " that this version knows");
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
