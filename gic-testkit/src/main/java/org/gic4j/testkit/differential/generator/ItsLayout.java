package org.gic4j.testkit.differential.generator;

/** Where machines with ITSs have what, in 1 MiB of guest memory. Tables of two ITSs lie apart. */
final class ItsLayout {
    static final long RAM = 0x4000_0000L;
    static final long RAM_SIZE = 0x10_0000L;
    static final int QUEUE_SIZE = 0x1000;
    static final int VCPUS = 3;
    static final int SERVICES = 2;
    /** Devices that sequences are mostly about. */
    static final int DEVICES = 8;
    static final long VALID = 1L << 63;
    static final long INDIRECT = 1L << 62;

    private static final long PAGE = 0x1_0000L;
    private static final long ITS = 0x0808_0000L;
    private static final long ITS_DISTANCE = 0x100_0000L;
    private static final long TRANSLATION_SIZE = 0x1000;

    private ItsLayout() {}

    static long address(int service) {
        return ITS + service * ITS_DISTANCE;
    }

    static long queue(int service) {
        return RAM + service * PAGE;
    }

    static long deviceTable(int service) {
        return RAM + (2 + service) * PAGE;
    }

    /** The one page of a device table of two levels. */
    static long devicePage(int service) {
        return RAM + (4 + service) * PAGE;
    }

    static long collectionTable(int service) {
        return RAM + (6 + service) * PAGE;
    }

    static long configuration() {
        return RAM + 8 * PAGE;
    }

    static long pending(int vcpu) {
        return RAM + (9 + vcpu) * PAGE;
    }

    static long translationTable(int service, int device) {
        return RAM + 13 * PAGE + (service * DEVICES + (device & DEVICES - 1)) * TRANSLATION_SIZE;
    }
}
