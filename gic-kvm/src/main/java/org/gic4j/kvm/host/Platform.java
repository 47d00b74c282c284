package org.gic4j.kvm.host;

import java.util.Locale;

/**
 * What Java runs on.
 *
 * @param system as the system property {@code os.name} says, for example {@code Linux}
 * @param architecture as {@code os.arch} says, for example {@code aarch64} or {@code amd64}
 */
public record Platform(String system, String architecture) {
    /** This one. */
    public static Platform current() {
        return new Platform(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
    }

    /** Whether it is Linux. */
    public boolean isLinux() {
        return system.toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /** Whether it is a 64-bit Arm. */
    public boolean isArm64() {
        return architecture.equals("aarch64");
    }

    /** Whether the numbers of {@link org.gic4j.kvm.call.KvmRequest} hold: they do on x86-64 and arm64. */
    public boolean hasKnownAbi() {
        return isArm64() || architecture.equals("amd64") || architecture.equals("x86_64");
    }
}
