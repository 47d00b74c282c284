package org.gic4j.cli.input;

/** Numbers of the command line and of maps. */
final class Hexadecimal {
    private Hexadecimal() {}

    /**
     * Parses 64 bits.
     *
     * @param text hexadecimal, with or without {@code 0x}
     * @throws NumberFormatException for anything else
     */
    static long parse(String text) {
        return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
    }
}
