package org.gic4j.testkit.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What contract tests of the ITS share: machines with one. */
abstract class ItsContractTest extends ContractTest {
    private final Deque<ItsMachine> machines = new ArrayDeque<>();

    ItsContractTest(Implementation implementation) {
        super(implementation);
    }

    @BeforeEach
    final void requireIts() {
        requires(Feature.ITS);
    }

    @AfterEach
    final void closeItsMachines() {
        machines.forEach(ItsMachine::close);
        machines.clear();
    }

    /** A machine with an ITS that is not set up. */
    final ItsMachine machine(int... vcpuIds) {
        ItsMachine machine = new ItsMachine(backend(), vcpuIds);
        machines.push(machine);
        return machine;
    }

    /** A machine with an ITS that is enabled, and nothing mapped. */
    final ItsMachine startedIts(int... vcpuIds) {
        return machine(vcpuIds).started();
    }
}
