package org.gic4j.serialization.qemu.stream;

/** The bytes that begin the parts of a stream. */
final class SectionType {
    /** Nothing but the description follows. */
    static final int END_OF_DEVICES = 0x00;
    /** The first part of a section that is sent in parts. */
    static final int START = 0x01;
    /** A middle part. */
    static final int PART = 0x02;
    /** The last part. */
    static final int END = 0x03;
    /** A section that is sent whole: a device. */
    static final int FULL = 0x04;
    /** A subsection, within a section. */
    static final int SUBSECTION = 0x05;
    /** The description of the devices. */
    static final int DESCRIPTION = 0x06;
    /** The configuration of the machine. */
    static final int CONFIGURATION = 0x07;
    /** A command. */
    static final int COMMAND = 0x08;
    /** What ends a section. */
    static final int FOOTER = 0x7E;

    private SectionType() {}
}
