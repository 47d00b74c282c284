package org.gic4j.testkit.differential.generator;

import org.gic4j.api.its.ItsCommand;

/** Commands around a few devices, events, collections and LPIs, so that they meet; and some that cannot be. */
final class ItsCommands {
    private static final int FIRST_LPI = 8192;
    private static final int HOT_LPIS = 12;
    private static final int HOT_EVENTS = 8;
    private static final int HOT_COLLECTIONS = 4;
    private static final int UNKNOWN = 0x20;

    private final Draw draw;
    private final int vcpus;

    ItsCommands(Draw draw, int vcpus) {
        this.draw = draw;
        this.vcpus = vcpus;
    }

    /** Any command, to an ITS. */
    ItsCommand any(int service) {
        int kind = draw.below(110);
        if (kind < 28) {
            return ItsCommand.mapEvent(device(), event(), lpi(), collection());
        } else if (kind < 31) {
            int device = device();
            return draw.percent(50)
                    ? ItsCommand.mapEvent(device, lpi(), collection())
                    : ItsCommand.mapEvent(device, event(), collection());
        } else if (kind < 43) {
            return mapDevice(service);
        } else if (kind < 46) {
            return ItsCommand.unmapDevice(device());
        } else if (kind < 56) {
            return ItsCommand.mapCollection(collection(), processor());
        } else if (kind < 57) {
            return ItsCommand.unmapCollection(collection());
        } else if (kind < 68) {
            return ItsCommand.move(device(), event(), collection());
        } else if (kind < 72) {
            return ItsCommand.moveAll(processor(), processor());
        } else if (kind < 80) {
            return ItsCommand.ofEvent(ItsCommand.INT, device(), event());
        } else if (kind < 86) {
            return ItsCommand.ofEvent(ItsCommand.CLEAR, device(), event());
        } else if (kind < 94) {
            return ItsCommand.ofEvent(ItsCommand.INV, device(), event());
        } else if (kind < 100) {
            return ItsCommand.invalidateAll(collection());
        } else if (kind < 107) {
            return ItsCommand.ofEvent(ItsCommand.DISCARD, device(), event());
        } else if (kind < 108) {
            return ItsCommand.sync();
        }
        return new ItsCommand(
                draw.below(UNKNOWN) | (long) device() << Integer.SIZE,
                event() | draw.bits() << Integer.SIZE,
                draw.bits(),
                draw.bits());
    }

    private ItsCommand mapDevice(int service) {
        int device = device();
        int bits = draw.percent(80) ? draw.between(3, 5) : draw.percent(70) ? draw.between(1, 16) : draw.between(17, 32);
        long table = draw.percent(97) ? ItsLayout.translationTable(service, device) : draw.bits();
        return ItsCommand.mapDevice(device, bits, table);
    }

    /** Whether a command unmaps a collection, after which tables are not to be saved. */
    static boolean unmapsCollection(ItsCommand command) {
        return ItsCommand.code(command.first()) == ItsCommand.MAPC && !ItsCommand.isValid(command.third());
    }

    int device() {
        return draw.percent(96) ? draw.below(ItsLayout.DEVICES) : draw.oneOf(8191, 8192, 65535, 65536, -1, draw.word());
    }

    int event() {
        return draw.percent(95) ? draw.below(HOT_EVENTS) : draw.oneOf(31, 32, 300, 65535, 65536, -1, draw.word());
    }

    int collection() {
        return draw.percent(96) ? draw.below(HOT_COLLECTIONS) : draw.oneOf(5, 8191, 8192, 0xFFFF);
    }

    int lpi() {
        return draw.percent(92)
                ? FIRST_LPI + draw.below(HOT_LPIS)
                : draw.oneOf(0, 1023, 8191, 16383, 16384, 65535, 65536, -1, draw.between(FIRST_LPI, 65535), draw.word());
    }

    private int processor() {
        return draw.percent(95) ? draw.below(vcpus) : draw.oneOf(vcpus, 511, 512, -1, draw.word());
    }
}
