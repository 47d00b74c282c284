package org.gic4j.testkit.replay.trace;

/** A line of a GICv2 trace. CPUs are numbered as in the trace, which is creation order. */
sealed interface Gicv2Event extends TraceEvent {
    /** An input line changes; {@code cpu} is the one whose PPI it is, or -1 for an SPI. */
    record InputLevel(int line, int intid, boolean high, int cpu) implements Gicv2Event {}

    /** A CPU reads the distributor; the line does not say which. */
    record DistributorRead(int line, int offset, int bytes, long value) implements Gicv2Event {}

    /** A CPU writes the distributor; the line does not say which. */
    record DistributorWrite(int line, int offset, int bytes, long value) implements Gicv2Event {}

    /** A CPU reads its CPU interface. */
    record CpuRead(int line, int cpu, int offset, long value) implements Gicv2Event {
        @Override
        public Moment moment() {
            return Moment.LATE;
        }
    }

    /** A CPU writes its CPU interface. */
    record CpuWrite(int line, int cpu, int offset, long value) implements Gicv2Event {}

    /** An interrupt output of a CPU is 1 now; {@code outputs} has its bit of {@code GuestAccess.outputs}. */
    record OutputHigh(int line, int cpu, int outputs) implements Gicv2Event {
        @Override
        public Moment moment() {
            return Moment.STATEMENT;
        }
    }
}
