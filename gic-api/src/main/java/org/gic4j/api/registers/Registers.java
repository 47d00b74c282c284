package org.gic4j.api.registers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.DeviceType;
import org.jspecify.annotations.Nullable;

/** Look-up in the catalogue. */
public final class Registers {
    private static final Map<Frame, List<Register>> BY_FRAME = Map.of(
            Frame.GICV2_DISTRIBUTOR, List.of(Gicv2Distributor.values()),
            Frame.GICV2_CPU_INTERFACE, List.of(Gicv2CpuInterface.values()),
            Frame.GICV2_INPUTS, List.of(Gicv2Input.values()),
            Frame.GICV3_DISTRIBUTOR, List.of(Gicv3Distributor.values()),
            Frame.GICV3_REDISTRIBUTOR, List.of(Gicv3Redistributor.values()),
            Frame.GICV3_REDISTRIBUTOR_SGI, List.of(Gicv3RedistributorSgi.values()),
            Frame.GICV3_CPU_INTERFACE, List.of(Gicv3CpuInterface.values()),
            Frame.GICV3_INPUTS, List.of(Gicv3Input.values()),
            Frame.ITS, List.of(Its.values()));

    private static final Map<GicVersion, Map<String, Register>> BY_NAME = all().collect(Collectors.groupingBy(
            register -> register.frame().version(),
            Collectors.toUnmodifiableMap(Register::name, Function.identity())));

    private static final Map<GicVersion, List<Register>> STATE = Arrays.stream(GicVersion.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), version -> stateOf(version.device(), version)));

    private static final List<Register> ITS_STATE = stateOf(DeviceType.ITS, GicVersion.GICV3);

    private Registers() {}

    /**
     * The registers of a frame, by offset.
     *
     * @param frame the frame
     */
    public static List<Register> of(Frame frame) {
        return BY_FRAME.getOrDefault(frame, List.of());
    }

    /**
     * The register family of a name. GICv2 and GICv3 share names.
     *
     * @param version the architecture version
     * @param name as {@link Register#name}
     * @return empty for a name that the catalogue does not have
     */
    public static Optional<Register> named(GicVersion version, String name) {
        return Optional.ofNullable(BY_NAME.getOrDefault(version, Map.of()).get(name));
    }

    /**
     * The registers that make up the state of an interrupt controller, in the order in which a restore writes them: of a
     * set/clear pair only the one that sets. Those of its ITSs are {@link #itsState}.
     *
     * @param version the architecture version
     */
    public static List<Register> state(GicVersion version) {
        return STATE.getOrDefault(version, List.of());
    }

    /**
     * The registers that make up the state of one ITS, in the order in which a restore writes them. Its tables, in guest
     * memory, are read at {@link RestorePhase#ITS_TABLES}.
     */
    public static List<Register> itsState() {
        return ITS_STATE;
    }

    /**
     * The register that clears what another one sets, for user space.
     *
     * @param setting a register whose policy for user space is {@link Policy#WRITE_ONE_TO_SET}
     * @return the one of the same frame and property with {@link Policy#WRITE_ONE_TO_CLEAR}; empty for any other
     */
    public static Optional<Register> clearingTwin(Register setting) {
        if (setting.row().user() != Policy.WRITE_ONE_TO_SET) {
            return Optional.empty();
        }
        return of(setting.frame()).stream()
                .filter(candidate -> candidate.row().user() == Policy.WRITE_ONE_TO_CLEAR)
                .filter(candidate -> candidate.row().property().equals(setting.row().property()))
                .findFirst();
    }

    /**
     * The register at an offset of a frame.
     *
     * @param frame the frame
     * @param offset within the frame, a multiple of its {@link Frame#wordStride}
     * @param geometry the extent of the interrupt controller
     * @return empty where there is none
     */
    public static Optional<Register> at(Frame frame, long offset, Geometry geometry) {
        return Optional.ofNullable(find(frame, offset, geometry));
    }

    /**
     * The register at an offset of a frame, without allocation.
     *
     * @param frame the frame
     * @param offset within the frame, a multiple of its {@link Frame#wordStride}
     * @param geometry the extent of the interrupt controller
     * @return null where there is none
     */
    public static @Nullable Register find(Frame frame, long offset, Geometry geometry) {
        List<Register> all = of(frame);
        for (int i = 0; i < all.size(); i++) {
            Register register = all.get(i);
            long from = offset - register.row().offset();
            if (from >= 0 && from < (long) register.words(geometry) * frame.wordStride()) {
                return register;
            }
        }
        return null;
    }

    private static Stream<Register> all() {
        return BY_FRAME.values().stream().flatMap(List::stream);
    }

    private static List<Register> stateOf(DeviceType device, GicVersion version) {
        return all().filter(register -> register.frame().version() == version)
                .filter(register -> register.frame().device() == device)
                .filter(register -> register.row().restorePhase().isPresent())
                .sorted(Comparator.comparing((Register register) ->
                                register.row().restorePhase().orElseThrow())
                        .thenComparing(Register::frame)
                        .thenComparingInt(Register::ordinal))
                .toList();
    }
}
