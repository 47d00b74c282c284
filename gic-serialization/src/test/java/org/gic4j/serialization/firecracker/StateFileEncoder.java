package org.gic4j.serialization.firecracker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** Makes state files of each release's form; nothing of the reader's is used, and the checksum is computed by bits. */
public final class StateFileEncoder {
    private static final String GICV3 =
            "CTLR STATUSR ICENABLER ISENABLER IGROUPR IROUTER ICFGR ICPENDR ISPENDR ICACTIVER ISACTIVER IPRIORITYR";
    private static final String GICV2 =
            "CTLR ICENABLER ISENABLER IGROUPR ICFGR ICPENDR ISPENDR ICACTIVER ISACTIVER IPRIORITYR CPENDSGIR SPENDSGIR";
    private static final String REDISTRIBUTOR =
            "STATUSR WAKER PROPBASER PENDBASER CTLR IGROUPR ICENABLER ISENABLER ICFGR ICPENDR ISPENDR ICACTIVER ISACTIVER"
                    + " IPRIORITYR";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GicState state;
    private final String version;
    private boolean memoryFirst;
    private boolean counted = true;
    private boolean pvtime;
    private String initialisation = "plain";
    private boolean vcpusThere = true;
    private long @Nullable [] its;
    private int torn = -1;

    StateFileEncoder(GicState state, String version) {
        this.state = state;
        this.version = version;
    }

    /** As v1.7 to v1.9 do, with the memory's state before the machine's. */
    StateFileEncoder memoryFirst() {
        memoryFirst = true;
        return this;
    }

    /** With the kernel's structures field by field instead of as bytes. */
    StateFileEncoder plainStructures() {
        counted = false;
        return this;
    }

    /** With the address of stolen time. */
    StateFileEncoder pvtime() {
        pvtime = true;
        return this;
    }

    /** With what vCPUs were initialised with as an option, as the first releases have it. */
    StateFileEncoder optionalInitialisation() {
        initialisation = "option";
        return this;
    }

    /** With an option of it that is empty. */
    StateFileEncoder emptyInitialisation() {
        initialisation = "empty";
        return this;
    }

    /** Without what vCPUs were initialised with. */
    StateFileEncoder withoutInitialisation() {
        initialisation = "none";
        return this;
    }

    /** With nothing like vCPUs behind the interrupt controller. */
    StateFileEncoder withoutVcpus() {
        vcpusThere = false;
        return this;
    }

    /** With an ITS of 13 registers. */
    StateFileEncoder its(long... registers) {
        its = registers;
        return this;
    }

    /** With a bit of the n-th register of the distributor flipped. */
    StateFileEncoder torn(int register) {
        torn = register;
        return this;
    }

    byte[] encode() {
        u64(0x0710_1984_AAAA_0000L);
        string(version);
        // Machine configuration and host: of no known length.
        Random random = new Random(5);
        byte[] before = new byte[333];
        random.nextBytes(before);
        out.writeBytes(before);
        if (memoryFirst) {
            u64(2);
            for (int i = 0; i < 2; i++) {
                u64(0x8000_0000L * (i + 1));
                u64(0x1000_0000);
                u64(0);
            }
        }
        boolean gicv3 = state.version() == GicVersion.GICV3;
        distributor(gicv3 ? GICV3 : GICV2, gicv3);
        u64(state.vcpus().size());
        for (VcpuDescription vcpu : state.vcpus()) {
            if (gicv3) {
                gicv3(vcpu.index().value());
            } else {
                gicv2(vcpu.index().value());
            }
        }
        if (Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 8) {
            out.write(its == null ? 0 : 1);
            if (its != null) {
                Arrays.stream(its).forEach(this::u64);
            }
        }
        // Allocators of interrupts and addresses.
        for (long value : new long[] {1, 32, 127, 0, 3, 0x4000_0000L}) {
            u64(value);
        }
        if (vcpusThere) {
            vcpus();
        }
        out.writeBytes("devices".getBytes(StandardCharsets.US_ASCII));
        return sealed(out.toByteArray());
    }

    /** What versionize writes: the version of its form in the magic number, then the data's; the rest is its own. */
    static byte[] versionize(long magic) {
        ByteBuffer file = ByteBuffer.allocate(600).order(ByteOrder.LITTLE_ENDIAN).putLong(magic | 1).putShort((short) 3);
        byte[] data = new byte[file.remaining()];
        new Random(9).nextBytes(data);
        return sealed(file.put(data).array());
    }

    /** Bytes with their checksum behind them. */
    public static byte[] sealed(byte[] bytes) {
        long crc = 0;
        for (byte value : bytes) {
            crc ^= value & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ Long.reverse(0xAD93_D235_94C9_35A9L) : crc >>> 1;
            }
        }
        return ByteBuffer.allocate(bytes.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .putLong(crc)
                .array();
    }

    private void distributor(String names, boolean gicv3) {
        String[] order = names.split(" ", -1);
        u64(order.length);
        for (int i = 0; i < order.length; i++) {
            String name = order[i];
            int count = switch (name) {
                case "CTLR", "STATUSR" -> 1;
                case "IROUTER" -> 192;
                case "ICFGR" -> 6;
                case "IPRIORITYR" -> 24;
                case "CPENDSGIR", "SPENDSGIR" -> 4;
                default -> 3;
            };
            u64(count);
            for (int word = 0; word < count; word++) {
                int value = gicv3 ? gicv3Word(name, word, count) : gicv2Word(name, word, count);
                u32(i == torn && word == 0 ? ~value : value);
            }
        }
    }

    private int gicv3Word(String name, int word, int count) {
        return switch (name) {
            case "STATUSR" -> -1;
            case "ICPENDR" -> 0;
            default -> last(Gicv3Distributor.valueOf("GICD_" + setting(name)), word, count);
        };
    }

    private int gicv2Word(String name, int word, int count) {
        if (name.endsWith("PENDSGIR")) {
            return state.word(Gicv2Distributor.GICD_SPENDSGIR, 0, word);
        }
        return last(Gicv2Distributor.valueOf("GICD_" + setting(name)), word, count);
    }

    private int last(Register register, int word, int count) {
        return state.word(register, 0, register.words(state.geometry()) - count + word);
    }

    private static String setting(String name) {
        return name.startsWith("IC") && !name.equals("ICFGR") ? "IS" + name.substring(2) : name;
    }

    private void gicv3(int vcpu) {
        String[] order = REDISTRIBUTOR.split(" ", -1);
        u64(order.length);
        for (String name : order) {
            int count = switch (name) {
                case "PROPBASER", "PENDBASER", "ICFGR" -> 2;
                case "IPRIORITYR" -> 8;
                default -> 1;
            };
            u64(count);
            for (int word = 0; word < count; word++) {
                u32(
                        switch (name) {
                            case "STATUSR" -> -1;
                            case "WAKER", "ICPENDR" -> 0;
                            case "PROPBASER", "PENDBASER", "CTLR" ->
                                state.word(Gicv3Redistributor.valueOf("GICR_" + name), vcpu, word);
                            default -> state.word(Gicv3RedistributorSgi.valueOf("GICR_" + setting(name)), vcpu, word);
                        });
            }
        }
        u64(7);
        for (String name : "SRE CTLR IGRPEN0 IGRPEN1 PMR BPR0 BPR1".split(" ", -1)) {
            single(state.word(Gicv3CpuInterface.valueOf("ICC_" + name + "_EL1"), vcpu, 0));
        }
        int active = state.priorityBits() <= 5 ? 1 : state.priorityBits() == 6 ? 2 : 4;
        u64(8);
        for (String name : new String[] {"AP0R", "AP1R"}) {
            for (int word = 0; word < 4; word++) {
                out.write(word < active ? 1 : 0);
                if (word < active) {
                    single(state.word(Gicv3CpuInterface.valueOf("ICC_" + name + "_EL1"), vcpu, word));
                }
            }
        }
    }

    private void gicv2(int vcpu) {
        u64(0);
        u64(8);
        for (String name : "CTLR PMR BPR ABPR".split(" ", -1)) {
            single(state.word(Gicv2CpuInterface.valueOf("GICC_" + name), vcpu, 0));
        }
        for (int word = 0; word < 4; word++) {
            single(state.word(Gicv2CpuInterface.GICC_APR, vcpu, word));
        }
        u64(0);
    }

    private void vcpus() {
        u64(state.vcpus().size());
        for (VcpuDescription vcpu : state.vcpus()) {
            structure(4);
            u64(2);
            u64(0x6030_0000_0010_0000L);
            u64(0x6040_0000_0010_0054L);
            u64(8 + 16);
            out.writeBytes(new byte[8 + 16]);
            u64(0x8000_0000L | vcpu.affinity().mpidr());
            switch (initialisation) {
                case "option" -> {
                    out.write(1);
                    structure(32);
                }
                case "empty" -> out.write(0);
                case "plain" -> structure(32);
                default -> {}
            }
            if (pvtime) {
                out.write(1);
                u64(0x8000_1000L);
            }
        }
    }

    private void structure(int size) {
        if (counted) {
            u64(size);
        }
        out.writeBytes(new byte[size]);
    }

    private void single(int value) {
        u64(1);
        u64(Integer.toUnsignedLong(value));
    }

    private void string(String text) {
        u64(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void u32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void u64(long value) {
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
}
