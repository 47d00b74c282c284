package org.gic4j.realkernel.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gic4j.realkernel.machine.QemuGuest;

/** What this machine must have to boot the guest. */
final class Requirements {
    private static final List<String> PROGRAMS = List.of(QemuGuest.PROGRAM, "timeout", "apt-get", "apt-cache", "dpkg-deb");

    private Requirements() {}

    /**
     * What is missing, as one line that says what to do.
     *
     * @param exists whether a program is on PATH
     * @return empty if nothing is
     */
    static Optional<String> missing(Predicate<String> exists) {
        List<String> missing = PROGRAMS.stream().filter(exists.negate()).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("the real-kernel tests did not run: " + missing.stream().collect(Collectors.joining(", "))
                + " missing; to run them, on Debian or a relative of it: apt-get install qemu-system-arm apt dpkg"
                + " coreutils (docs/REAL-KERNEL.md)");
    }
}
