package org.gic4j.testkit.replay.trace;

/** A line of a GICv3 trace. {@code cpu} is a packed affinity. */
sealed interface Gicv3Event extends TraceEvent {
    /** A line of an SPI changes. */
    record SharedLevel(int line, int intid, boolean high) implements Gicv3Event {}

    /** A line of a PPI changes. */
    record PrivateLevel(int line, int cpu, int intid, boolean high) implements Gicv3Event {}

    /** A CPU reads the distributor: an unknown register where {@code bad}, and then 0. */
    record DistributorRead(int line, int offset, int bytes, long value, boolean bad) implements Gicv3Event {}

    /** A CPU writes the distributor. */
    record DistributorWrite(int line, int offset, int bytes, long value) implements Gicv3Event {
        @Override
        public Moment moment() {
            return Moment.LATE;
        }
    }

    /** A CPU reads a redistributor: an unknown register where {@code bad}, and then 0. */
    record RedistributorRead(int line, int cpu, int offset, int bytes, long value, boolean bad) implements Gicv3Event {}

    /** A CPU writes a redistributor. */
    record RedistributorWrite(int line, int cpu, int offset, int bytes, long value) implements Gicv3Event {
        @Override
        public Moment moment() {
            return Moment.LATE;
        }
    }

    /** A write to a register that there is not, in the distributor or a redistributor: no effect. */
    record BadWrite(int line) implements Gicv3Event {}

    /** A CPU reads a system register; of its reads only acknowledges have effects, and are printed after them. */
    record SystemRead(int line, int cpu, SystemRegister register, long value) implements Gicv3Event {
        @Override
        public Moment moment() {
            return register.acknowledges() ? Moment.LATE : Moment.EARLY;
        }
    }

    /** A CPU writes a system register. */
    record SystemWrite(int line, int cpu, SystemRegister register, long value) implements Gicv3Event {}

    /** The outputs of a CPU now, as bits of {@code GuestAccess.outputs}. */
    record Outputs(int line, int cpu, int outputs) implements Gicv3Event {
        @Override
        public Moment moment() {
            return Moment.STATEMENT;
        }
    }

    /** An SGI is pending at a CPU, since the SGI was sent before this line. */
    record SgiPending(int line, int cpu, int sgi) implements Gicv3Event {
        @Override
        public Moment moment() {
            return Moment.STATEMENT;
        }
    }
}
