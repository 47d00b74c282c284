package org.gic4j.testkit.replay.oplog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.DeviceType;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.source.LogLines;
import org.gic4j.testkit.replay.source.LogText;

/** The kind of host that a log was recorded on. */
final class RecordedHost {
    private static final List<String> GICV2_PREFIXES = List.of("gic2-", "v2-", "life-gic2-");
    private static final List<String> GICV3_PREFIXES = List.of("gic3-", "v3-", "v3its-", "life-gic3-");

    private RecordedHost() {}

    /** By the prefix of its name, else by the first interrupt controller that it creates. */
    static HostKind of(LogText log) throws IOException {
        Optional<HostKind> named = byName(log.name());
        return named.isPresent() ? named.get() : byContent(log);
    }

    private static Optional<HostKind> byName(String name) {
        if (GICV2_PREFIXES.stream().anyMatch(name::startsWith)) {
            return Optional.of(HostKind.GICV2);
        }
        return GICV3_PREFIXES.stream().anyMatch(name::startsWith) ? Optional.of(HostKind.GICV3) : Optional.empty();
    }

    private static HostKind byContent(LogText log) throws IOException {
        try (LogLines lines = log.open()) {
            for (String text = lines.next(); text != null; text = lines.next()) {
                if (OperationParser.parse(lines.number(), text) instanceof Operation.CreateDevice create
                        && create.errno() == 0
                        && (create.flags() & VirtualMachine.CREATE_DEVICE_TEST) == 0) {
                    Optional<DeviceType> type = DeviceType.ofNumber(create.type());
                    if (type.isPresent()) {
                        return HostKind.GICV2.offers(type.get()) ? HostKind.GICV2 : HostKind.GICV3;
                    }
                }
            }
        }
        throw new ReplayException(
                0,
                log.name() + " creates no interrupt controller and its name begins with none of "
                        + String.join(", ", GICV2_PREFIXES) + ", " + String.join(", ", GICV3_PREFIXES)
                        + ": say which kind of host it was recorded on");
    }
}
