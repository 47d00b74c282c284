package org.gic4j.api;

/**
 * A provider of virtual machines with interrupt controllers, found by {@link java.util.ServiceLoader}.
 *
 * <p>An implementation has a public constructor without parameters that does nothing: no native symbol is touched
 * before {@link #probe}.
 */
public interface GicBackend {
    /** A short name in lower case, for example {@code emulated}. */
    String name();

    /**
     * How good a choice it is for "best available": the higher, the better. A backend that executes on real hardware
     * comes before one that emulates.
     */
    int preference();

    /** The version of its jar, to be compared with the API's: all gic4j jars are one version. */
    String version();

    /** Whether it can be used here, and why not. Never throws for a reason that lies in the machine. */
    Availability probe();

    /**
     * Creates a virtual machine.
     *
     * @param configuration what is asked for; a backend refuses by name what it cannot honour
     * @return a new virtual machine
     * @throws GicException EINVAL for a machine type that the kernel refuses, EOPNOTSUPP for what this backend cannot
     *     honour, ENODEV when it is not available
     */
    VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration);

    /**
     * The answer of {@link #probe}.
     *
     * @param available whether virtual machines can be created
     * @param reason what there is, or why it is not available and what to do
     */
    record Availability(boolean available, String reason) {
        /**
         * An available backend.
         *
         * @param what what there is
         * @return the answer
         */
        public static Availability yes(String what) {
            return new Availability(true, what);
        }

        /**
         * A backend that is not available.
         *
         * @param why the reason, and what to do
         * @return the answer
         */
        public static Availability no(String why) {
            return new Availability(false, why);
        }
    }
}
