package org.gic4j.testkit.contract;

import org.junit.jupiter.api.Nested;

/** What holds for interrupt controllers of every version: the contracts that {@link Gicv2Contract} and others share. */
abstract class GicContract {
    final Implementation tested;

    GicContract(Implementation tested) {
        this.tested = tested;
    }

    @Nested
    class DeviceLifecycle extends DeviceLifecycleContract {
        DeviceLifecycle() {
            super(tested);
        }
    }

    @Nested
    class VcpuLifecycle extends VcpuLifecycleContract {
        VcpuLifecycle() {
            super(tested);
        }
    }

    @Nested
    class Initialization extends InitializationContract {
        Initialization() {
            super(tested);
        }
    }

    @Nested
    class FirstRun extends FirstRunContract {
        FirstRun() {
            super(tested);
        }
    }

    @Nested
    class InterruptLine extends InterruptLineContract {
        InterruptLine() {
            super(tested);
        }
    }

    @Nested
    class Register extends RegisterContract {
        Register() {
            super(tested);
        }
    }

    @Nested
    class Priority extends PriorityContract {
        Priority() {
            super(tested);
        }
    }

    @Nested
    class Completion extends CompletionContract {
        Completion() {
            super(tested);
        }
    }

    @Nested
    class Trigger extends TriggerContract {
        Trigger() {
            super(tested);
        }
    }

    @Nested
    class GoldenLog extends GoldenLogContract {
        GoldenLog() {
            super(tested);
        }
    }

    @Nested
    class Trace extends TraceContract {
        Trace() {
            super(tested);
        }
    }
}
