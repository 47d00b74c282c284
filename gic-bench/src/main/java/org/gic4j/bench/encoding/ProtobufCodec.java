package org.gic4j.bench.encoding;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf's wire format through its own coded streams, written out as its compiler would: the state as a message, each
 * register family as a message in it with its name and its words as packed {@code fixed32}, the fastest form that
 * protobuf has for them.
 *
 * <pre>
 *   message State { string producer = 1; uint32 version = 2; uint32 interrupts = 3; uint32 priority_bits = 4;
 *                   repeated fixed32 vcpu_ids = 5; repeated fixed32 affinities = 6;
 *                   repeated fixed64 address_attributes = 7; repeated fixed64 addresses = 8; repeated Family families = 9; }
 *   message Family { string name = 1; repeated fixed32 words = 2; }
 * </pre>
 */
final class ProtobufCodec implements Codec {
    private final StateImage image;
    private final byte[] buffer = new byte[1 << 16];
    private int size;

    ProtobufCodec(StateImage image) {
        this.image = image;
    }

    @Override
    public int encode() throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        out.writeString(1, image.producer);
        out.writeUInt32(2, image.version);
        out.writeUInt32(3, image.interrupts);
        out.writeUInt32(4, image.priorityBits);
        words(out, 5, image.vcpuIds);
        words(out, 6, image.affinities);
        longs(out, 7, image.addressAttributes);
        longs(out, 8, image.addresses);
        for (int i = 0; i < image.names.length; i++) {
            out.writeTag(9, 2);
            out.writeUInt32NoTag(
                    CodedOutputStream.computeStringSize(1, image.names[i]) + wordsSize(2, image.words[i]));
            out.writeString(1, image.names[i]);
            words(out, 2, image.words[i]);
        }
        size = buffer.length - out.spaceLeft();
        return size;
    }

    private static int wordsSize(int field, int[] words) {
        int bytes = words.length * Integer.BYTES;
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
    }

    private static void words(CodedOutputStream out, int field, int[] words) throws IOException {
        out.writeTag(field, 2);
        out.writeUInt32NoTag(words.length * Integer.BYTES);
        for (int word : words) {
            out.writeFixed32NoTag(word);
        }
    }

    private static void longs(CodedOutputStream out, int field, long[] longs) throws IOException {
        out.writeTag(field, 2);
        out.writeUInt32NoTag(longs.length * Long.BYTES);
        for (long value : longs) {
            out.writeFixed64NoTag(value);
        }
    }

    @Override
    public Object decode() throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(buffer, 0, size);
        StateImage read = new StateImage();
        List<String> names = new ArrayList<>();
        List<int[]> words = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> read.producer = in.readStringRequireUtf8();
                case 2 -> read.version = in.readUInt32();
                case 3 -> read.interrupts = in.readUInt32();
                case 4 -> read.priorityBits = in.readUInt32();
                case 5 -> read.vcpuIds = words(in);
                case 6 -> read.affinities = words(in);
                case 7 -> read.addressAttributes = longs(in);
                case 8 -> read.addresses = longs(in);
                case 9 -> family(in, names, words);
                default -> in.skipField(tag);
            }
        }
        read.names = names.toArray(String[]::new);
        read.words = words.toArray(int[][]::new);
        return read;
    }

    private static void family(CodedInputStream in, List<String> names, List<int[]> words) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case 1 -> names.add(in.readStringRequireUtf8());
                case 2 -> words.add(words(in));
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private static int[] words(CodedInputStream in) throws IOException {
        int[] words = new int[in.readRawVarint32() / Integer.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readFixed32();
        }
        return words;
    }

    private static long[] longs(CodedInputStream in) throws IOException {
        long[] longs = new long[in.readRawVarint32() / Long.BYTES];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = in.readFixed64();
        }
        return longs;
    }
}
