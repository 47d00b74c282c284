package org.gic4j.kvm.host;

import java.util.Locale;
import java.util.function.IntSupplier;

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

    /**
     * Makes the first native call, which links all of them; where none can be made, nothing is called.
     *
     * @param call the call
     * @return what it gave
     * @throws KvmUnavailableException where KVM cannot be called from here, with the reason and what to do
     */
    public int firstCall(IntSupplier call) throws KvmUnavailableException {
        if (!isLinux()) {
            throw new KvmUnavailableException("KVM is a part of Linux, and this is " + system);
        }
        if (!hasKnownAbi()) {
            throw new KvmUnavailableException(
                    "gic-kvm knows KVM on 64-bit Arm and x86 machines, and this is " + architecture);
        }
        try {
            return call.getAsInt();
        } catch (LinkageError | IllegalCallerException refused) {
            throw new KvmUnavailableException("native calls are refused (" + rootOf(refused)
                    + "): start Java with --enable-native-access=org.gic4j.kvm, or with ALL-UNNAMED on the class path");
        }
    }

    /** Whether it is Linux. */
    private boolean isLinux() {
        return system.toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /** Whether it is a 64-bit Arm. */
    public boolean isArm64() {
        return architecture.equals("aarch64");
    }

    /** Whether the numbers of {@link org.gic4j.kvm.call.KvmRequest} hold: they do on x86-64 and arm64. */
    private boolean hasKnownAbi() {
        return isArm64() || architecture.equals("amd64") || architecture.equals("x86_64");
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}
