package org.gic4j.serialization.cloudhypervisor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;

/** Makes {@code state.json} of each era as text, from the order of registers in words; nothing of the reader's is used. */
final class StateJsonEncoder {
    private static final String DIST =
            "STATUSR ICENABLER ISENABLER IGROUPR IROUTER ICFGR ICPENDR ISPENDR ICACTIVER ISACTIVER IPRIORITYR";
    private static final String RDIST_A = "STATUSR WAKER PROPBASER PENDBASER CTLR";
    private static final String RDIST_B =
            "IGROUPR ICENABLER ISENABLER ICFGR ICPENDR ISPENDR ICACTIVER ISACTIVER IPRIORITYR";
    private static final String ICC = "SRE CTLR IGRPEN0 IGRPEN1 PMR BPR0 BPR1 AP0R AP1R";

    final List<Integer> dist = new ArrayList<>();
    final List<Integer> rdist = new ArrayList<>();
    final List<Integer> icc = new ArrayList<>();
    private final GicState state;

    StateJsonEncoder(GicState state) {
        this.state = state;
        int spis = state.geometry().interrupts() - 32;
        for (String name : DIST.split(" ", -1)) {
            int count = switch (name) {
                case "STATUSR" -> 1;
                case "IROUTER" -> 2 * spis;
                case "ICFGR" -> spis / 16;
                case "IPRIORITYR" -> spis / 4;
                default -> spis / 32;
            };
            for (int word = 0; word < count; word++) {
                dist.add(distributor(name, word, count));
            }
        }
        for (String block : List.of(RDIST_A, RDIST_B)) {
            for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
                for (String name : block.split(" ", -1)) {
                    int count = switch (name) {
                        case "PROPBASER", "PENDBASER", "ICFGR" -> 2;
                        case "IPRIORITYR" -> 8;
                        default -> 1;
                    };
                    for (int word = 0; word < count; word++) {
                        rdist.add(redistributor(name, vcpu, word));
                    }
                }
            }
        }
        int active = state.priorityBits() <= 5 ? 1 : state.priorityBits() == 6 ? 2 : 4;
        for (int vcpu = 0; vcpu < state.geometry().vcpus(); vcpu++) {
            for (String name : ICC.split(" ", -1)) {
                for (int word = 0; word < (name.startsWith("AP") ? active : 1); word++) {
                    icc.add(state.word(Gicv3CpuInterface.valueOf("ICC_" + name + "_EL1"), vcpu, word));
                }
            }
        }
    }

    private int distributor(String name, int word, int count) {
        return switch (name) {
            case "STATUSR" -> -1;
            case "ICPENDR" -> 0;
            default -> {
                Gicv3Distributor register = Gicv3Distributor.valueOf("GICD_" + setting(name));
                yield state.word(register, 0, register.words(state.geometry()) - count + word);
            }
        };
    }

    private int redistributor(String name, int vcpu, int word) {
        return switch (name) {
            case "STATUSR" -> -1;
            case "WAKER", "ICPENDR" -> 0;
            case "PROPBASER", "PENDBASER", "CTLR" ->
                state.word(Gicv3Redistributor.valueOf("GICR_" + name), vcpu, word);
            default -> state.word(Gicv3RedistributorSgi.valueOf("GICR_" + setting(name)), vcpu, word);
        };
    }

    private static String setting(String name) {
        return name.startsWith("IC") && !name.equals("ICFGR") ? "IS" + name.substring(2) : name;
    }

    /** The interrupt controller's own object. */
    String bare() {
        return String.format(
                Locale.ROOT,
                "{\"dist\":%s,\"rdist\":%s,\"icc\":%s,\"gicd_ctlr\":%d,\"its_ctlr\":%s,\"its_iidr\":%s,\"its_cbaser\":%s,"
                        + "\"its_cwriter\":%s,\"its_creadr\":%s,\"its_baser\":[%s]}",
                list(dist),
                list(rdist),
                list(icc),
                Integer.toUnsignedLong(state.word(Gicv3Distributor.GICD_CTLR, 0, 0)),
                its("CTLR", 0),
                its("IIDR", 0),
                its("CBASER", 0),
                its("CWRITER", 0),
                its("CREADR", 0),
                IntStream.range(0, 8).mapToObj(table -> its("BASER", table)).collect(Collectors.joining(",")));
    }

    private String its(String name, int number) {
        return state.translationServices().isEmpty()
                ? "0"
                : Long.toUnsignedString(
                        state.translationServices().getFirst().value(Its.valueOf("GITS_" + name), number));
    }

    /** From v46. */
    String wrapped() {
        return "{\"Kvm\":" + bare() + "}";
    }

    /** From v39: the object as a string. */
    static String asString(String object) {
        return tree("{\"state\":\"" + object.replace("\"", "\\\"") + "\"}", false);
    }

    /** v29 to v38: the object's bytes. */
    static String asBytes(String object) {
        return tree(bytes(object), false);
    }

    /** Up to v28: the object's bytes in a section. */
    static String asSection(String object) {
        return tree(
                "{\"gic-v3-its-section\":{\"id\":\"gic-v3-its-section\",\"snapshot\":" + bytes(object) + "}}", true);
    }

    private static String bytes(String object) {
        byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
        List<Integer> values = new ArrayList<>();
        for (byte value : bytes) {
            values.add(value & 0xFF);
        }
        return list(values);
    }

    private static String tree(String data, boolean ids) {
        String id = ids ? "\"id\":\"%s\"," : "";
        return "{" + id.formatted("vm") + "\"snapshots\":{\"cpu-manager\":{" + id.formatted("cpu-manager")
                + "\"snapshots\":{},\"snapshot_data\":{\"state\":\"{}\"}},\"device-manager\":{"
                + id.formatted("device-manager") + "\"snapshots\":{\"__serial\":{" + id.formatted("__serial")
                + "\"snapshots\":{},\"snapshot_data\":[1,2,3]},\"gic-v3-its\":{" + id.formatted("gic-v3-its")
                + "\"snapshots\":{},\"snapshot_data\":" + data + "}},\"snapshot_data\":null}},\"snapshot_data\":null}";
    }

    private static String list(List<Integer> words) {
        return words.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "[", "]"));
    }
}
