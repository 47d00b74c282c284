package org.gic4j.testkit.guest.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.guest.GuestExit;
import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.assembler.Assembler;
import org.gic4j.testkit.guest.assembler.Condition;
import org.gic4j.testkit.guest.assembler.SystemRegister;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    @Test
    void shouldBuildConstantsAndCombineThem() {
        assertThat(result(code -> code.mov(x(1), 0x1234_0000_FFFF_8000L)
                        .mov(w(2), 0x8000_0001L)
                        .orr(x(3), x(1), x(2))
                        .and(x(0), x(3), 0xFFFF_0000_FFFF_0000L)))
                .isEqualTo(0x1234_0000_FFFF_0000L);
        assertThat(result(code -> code.mov(x(1), -1).mov(w(2), w(1)).and(w(0), w(2), 0xFF0)))
                .isEqualTo(0xFF0);
        assertThat(result(code -> code.mov(x(1), 0x40).orr(x(0), x(1), 0x5555_5555_5555_5555L)))
                .isEqualTo(0x5555_5555_5555_5555L | 0x40);
    }

    @Test
    void shouldAddAndSubtractInTheRegistersWidth() {
        assertThat(result(code -> code.mov(w(1), 0xFFFF_FFFFL).add(w(0), w(1), 2))).isEqualTo(1);
        assertThat(result(code -> code.mov(w(1), 0xFFFF_FFFFL).add(x(0), x(1), 2))).isEqualTo(0x1_0000_0001L);
        assertThat(result(code -> code.mov(x(1), 3).mov(x(2), 5).add(x(0), x(1), x(2), 4))).isEqualTo(83);
        assertThat(result(code -> code.mov(x(1), 3).mov(x(2), 5).sub(x(0), x(1), x(2)))).isEqualTo(-2);
        assertThat(result(code -> code.mov(x(1), 3).sub(w(0), w(1), 5))).isEqualTo(0xFFFF_FFFEL);
    }

    @Test
    void shouldCountALoopDown() {
        assertThat(result(code -> code.mov(x(0), 0)
                        .mov(x(1), 100)
                        .label("loop")
                        .add(x(0), x(0), x(1), 0)
                        .sub(x(1), x(1), 1)
                        .cbnz(x(1), "loop")))
                .isEqualTo(5050);
    }

    @Test
    void shouldBranchByComparison() {
        for (Condition condition : Condition.values()) {
            boolean taken = result(code -> code.mov(x(0), 1)
                            .mov(w(1), 0x8000_0000L)
                            .cmp(w(1), 1)
                            .b(condition, "taken")
                            .mov(x(0), 0)
                            .label("taken"))
                    == 1;
            // -2^31 against 1: not equal, higher unsigned, less signed; the difference overflows to positive.
            boolean expected =
                    switch (condition) {
                        case NE, HS, PL, VS, HI, LT, LE -> true;
                        case EQ, LO, MI, VC, LS, GE, GT -> false;
                    };
            assertThat(taken).as(condition.name()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLoadAndStoreInMemory() {
        assertThat(result(code -> code.mov(x(1), GuestMap.MEMORY + 0x1000)
                        .mov(x(2), 0x1122_3344_5566_7788L)
                        .str(x(2), x(1), 8)
                        .mov(w(3), 0xAA)
                        .strb(w(3), x(1), 9)
                        .ldr(w(4), x(1), 8)
                        .ldrb(w(5), x(1), 15)
                        .add(x(0), x(4), x(5), 32)))
                .isEqualTo(0x11_5566_AA88L);
    }

    @Test
    void shouldFindItsLabelsAndSystemRegisters() {
        assertThat(result(code -> code.label("start")
                        .adr(x(1), "start")
                        .msr(SystemRegister.VBAR_EL1, x(1))
                        .isb()
                        .daifclr(2)
                        .mrs(x(2), SystemRegister.VBAR_EL1)
                        .mrs(x(3), SystemRegister.DAIF)
                        .orr(x(0), x(2), x(3))))
                .isEqualTo(GuestMap.MEMORY | 0x340);
    }

    @Test
    void shouldReturnToWhereAndToWhatAnExceptionCameFrom() {
        assertThat(result(code -> code.mov(x(1), 0x2000_0345L)
                        .msr(SystemRegister.SPSR_EL1, x(1))
                        .adr(x(2), "there")
                        .msr(SystemRegister.ELR_EL1, x(2))
                        .eret()
                        .brk(1)
                        .label("there")
                        .mov(x(0), 7)
                        .b(Condition.HS, "carry")
                        .mov(x(0), 8)
                        .label("carry")))
                .isEqualTo(7);
    }

    @Test
    void shouldAskTheTestForWhatNobodyHas() {
        InterpretedProcessor cpu = processor(code -> code.mov(x(1), GuestMap.DEVICE)
                .ldrb(w(2), x(1), 3)
                .str(x(2), x(1), 8));
        assertThat(cpu.run()).isEqualTo(new GuestExit(GuestMap.DEVICE + 3, 1, false, 0));
        assertThatThrownBy(cpu::run).hasMessageContaining("answer");
        assertThatThrownBy(cpu::save).hasMessageContaining("answer");
        cpu.answer(0x1FF);
        assertThat(cpu.run()).isEqualTo(new GuestExit(GuestMap.DEVICE + 8, 8, true, 0xFF));
        assertThatThrownBy(() -> cpu.answer(0)).hasMessageContaining("no read");
    }

    @Test
    void shouldGoOnFromASavedState() {
        InterpretedProcessor cpu = processor(code -> store(code.mov(x(0), 5)).add(x(0), x(0), 1));
        cpu.run();
        InterpretedProcessor other = processor(code -> code);
        other.restore(cpu.save());
        assertThat(other.save()).isEqualTo(cpu.save());
    }

    @Test
    void shouldNameAnInstructionThatItDoesNotKnow() {
        assertThatThrownBy(() -> processor(code -> code.nop().word(0x1234)).run())
                .hasMessageContaining("0x1234 at 0x40000004");
    }

    @Test
    void shouldEndAProgramWithoutEnd() {
        assertThatThrownBy(() -> processor(code -> code.label("here").b("here")).run())
                .hasMessageContaining("without end");
    }

    /** What a program leaves in x0. */
    private static long result(UnaryOperator<Assembler> program) {
        return processor(code -> store(program.apply(code))).run().data();
    }

    private static Assembler store(Assembler code) {
        return code.mov(x(30), GuestMap.DEVICE).str(x(0), x(30), 0);
    }

    private static InterpretedProcessor processor(UnaryOperator<Assembler> program) {
        MemorySegment memory = Arena.ofAuto().allocate(GuestMap.MEMORY_SIZE);
        memory.copyFrom(MemorySegment.ofArray(program.apply(new Assembler()).bytes()));
        GuestAccess nothing = FakeBackend.create()
                .createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2)
                .facet(GuestAccess.class)
                .orElseThrow();
        return new InterpretedProcessor(memory, nothing, 0, 0);
    }
}
