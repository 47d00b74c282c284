package org.gic4j.serialization.qemu.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.snapshot.SnapshotSource;

/** Writes a migration stream as QEMU does, or with a fault: for tests. */
public final class StreamEncoder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> devices = new ArrayList<>();
    private String descriptionStart = "\"page_size\":4096,";

    public StreamEncoder() {
        this(3);
    }

    public StreamEncoder(int version) {
        text("QEVM").u32(version);
    }

    /** Numbers, each a byte. */
    public StreamEncoder u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    public StreamEncoder u16(int value) {
        return u8(value >> 8, value);
    }

    public StreamEncoder u32(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
        return this;
    }

    public StreamEncoder u64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    public StreamEncoder text(String value) {
        bytes.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** A length in one byte, then the text. */
    public StreamEncoder name(String value) {
        return u8(value.length()).text(value);
    }

    public StreamEncoder zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    /** The configuration section, without subsections. */
    public StreamEncoder machine(String name) {
        return u8(7).u32(name.length()).text(name);
    }

    /** The beginning of a subsection, version 1. */
    public StreamEncoder subsection(String name) {
        return u8(5).name(name).u32(1);
    }

    public StreamEncoder pageBits(int bits) {
        return subsection("configuration/target-page-bits").u32(bits);
    }

    public StreamEncoder capabilities(String... names) {
        subsection("configuration/capabilities").u32(names.length);
        List.of(names).forEach(this::name);
        return this;
    }

    /** The beginning of the first part of section {@code ram}. */
    public StreamEncoder ramStart(int id) {
        return u8(1).u32(id).name("ram").u32(0).u32(4);
    }

    public StreamEncoder footer(int id) {
        return u8(0x7E).u32(id);
    }

    /** A device with its footer. */
    public StreamEncoder device(int id, int instance, StructureEncoder device) {
        return device(id, instance, device, device.json(deviceKeys(device.name(), instance)));
    }

    /** A device with a description that may be false. */
    public StreamEncoder device(int id, int instance, StructureEncoder device, String description) {
        devices.add(description);
        u8(4).u32(id).name(device.name()).u32(instance).u32(device.version());
        bytes.writeBytes(device.bytes());
        return footer(id);
    }

    static String deviceKeys(String name, int instance) {
        return "\"name\":\"" + name + "\",\"instance_id\":" + instance + ",";
    }

    /** What the description begins with, before the devices. */
    public StreamEncoder describe(String keys) {
        descriptionStart = keys;
        return this;
    }

    /** The bytes so far. */
    public byte[] unfinished() {
        return bytes.toByteArray();
    }

    /** The number of bytes so far. */
    public int size() {
        return bytes.size();
    }

    /** The whole stream. */
    public byte[] finish() {
        return finish("{" + descriptionStart + "\"devices\":[" + String.join(",", devices) + "]}");
    }

    /** The whole stream, with another description. */
    public byte[] finish(String description) {
        u8(0, 6).u32(description.length()).text(description);
        return bytes.toByteArray();
    }

    /** The whole stream, to read from. */
    public SnapshotSource source() {
        return SnapshotSource.of("synthetic", finish());
    }
}
