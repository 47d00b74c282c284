package org.gic4j.testkit.guest.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.wzr;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The expected words are those of the GNU assembler. */
class AssemblerTest {
    @Test
    void shouldEncodeConstants() {
        assertWords(code -> code.mov(x(1), 0), 0xD280_0001);
        assertWords(code -> code.mov(w(2), 0x1234), 0x5282_4682);
        assertWords(code -> code.mov(x(3), 0x1234_0000_5678L), 0xD28A_CF03, 0xF2C2_4683);
        assertWords(code -> code.mov(w(4), 0x8000_0000L), 0x52B0_0004);
    }

    @Test
    void shouldEncodeCopies() {
        assertWords(code -> code.mov(x(5), x(6)), 0xAA06_03E5);
        assertWords(code -> code.mov(w(7), w(8)), 0x2A08_03E7);
    }

    @Test
    void shouldEncodeLoadsAndStores() {
        assertWords(code -> code.ldr(w(9), x(1), 0x0C), 0xB940_0C29);
        assertWords(code -> code.ldr(x(10), x(1), 16), 0xF940_082A);
        assertWords(code -> code.str(w(9), x(2), 4092), 0xB90F_FC49);
        assertWords(code -> code.str(x(10), x(2), 8), 0xF900_044A);
        assertWords(code -> code.str(wzr(), x(2), 0), 0xB900_005F);
        assertWords(code -> code.ldrb(w(11), x(3), 5), 0x3940_146B);
        assertWords(code -> code.strb(w(12), x(3), 4095), 0x393F_FC6C);
        assertWords(code -> code.ldrh(w(11), x(3), 6), 0x7940_0C6B);
        assertWords(code -> code.strh(w(12), x(3), 8190), 0x793F_FC6C);
    }

    @Test
    void shouldEncodeArithmetic() {
        assertWords(code -> code.add(x(11), x(3), 4095), 0x913F_FC6B);
        assertWords(code -> code.add(w(12), w(12), 1), 0x1100_058C);
        assertWords(code -> code.sub(x(13), x(14), 8), 0xD100_21CD);
        assertWords(code -> code.cmp(w(10), 1020), 0x710F_F15F);
        assertWords(code -> code.cmp(x(10), 0), 0xF100_015F);
        assertWords(code -> code.add(x(11), x(3), x(10), 2), 0x8B0A_086B);
        assertWords(code -> code.sub(w(1), w(2), w(3)), 0x4B03_0041);
        assertWords(code -> code.cmp(w(4), w(5)), 0x6B05_009F);
        assertWords(code -> code.cmp(x(4), x(5)), 0xEB05_009F);
    }

    @Test
    void shouldEncodeLogic() {
        assertWords(code -> code.and(w(10), w(9), 0x3FF), 0x1200_252A);
        assertWords(code -> code.and(x(10), x(9), -16), 0x927C_ED2A);
        assertWords(code -> code.orr(w(10), w(9), 0x8000_0001L), 0x3201_052A);
        assertWords(code -> code.orr(x(10), x(9), 0x5555_5555_5555_5555L), 0xB200_F12A);
        assertWords(code -> code.and(x(1), x(2), 0xFF00_FF00_FF00_FF00L), 0x9208_9C41);
        assertWords(code -> code.and(w(1), w(2), w(3)), 0x0A03_0041);
        assertWords(code -> code.orr(x(1), x(2), x(3)), 0xAA03_0041);
    }

    @Test
    void shouldEncodeBranchesAndAddressesOfLabels() {
        assertWords(
                code -> code.label("back")
                        .b("back")
                        .b(Condition.HS, "back")
                        .b(Condition.EQ, "ahead")
                        .cbz(w(1), "back")
                        .cbnz(x(2), "ahead")
                        .label("ahead")
                        .adr(x(0), "ahead")
                        .adr(x(0), "back"),
                0x1400_0000,
                0x54FF_FFE2,
                0x5400_0060,
                0x34FF_FFA1,
                0xB500_0022,
                0x1000_0000,
                0x10FF_FF40);
    }

    @Test
    void shouldBranchToTheAddressInARegister() {
        assertWords(code -> code.br(x(5)), 0xD61F_00A0);
    }

    @Test
    void shouldEncodeSystemRegistersByTheirNumbers() {
        assertWords(code -> code.msr(0xC662, x(8)), 0xD518_CC48);
        assertWords(code -> code.mrs(x(7), 0xC660), 0xD538_CC07);
    }

    @Test
    void shouldEncodeSystemRegisters() {
        assertWords(code -> code.msr(SystemRegister.VBAR_EL1, x(0)), 0xD518_C000);
        assertWords(code -> code.mrs(x(1), SystemRegister.ELR_EL1), 0xD538_4021);
        assertWords(code -> code.msr(SystemRegister.SPSR_EL1, x(2)), 0xD518_4002);
        assertWords(code -> code.mrs(x(3), SystemRegister.MPIDR_EL1), 0xD538_00A3);
        assertWords(code -> code.mrs(x(4), SystemRegister.ISR_EL1), 0xD538_C104);
        assertWords(code -> code.mrs(x(5), SystemRegister.DAIF), 0xD53B_4225);
        assertWords(code -> code.msr(SystemRegister.ICC_PMR_EL1, x(6)), 0xD518_4606);
        assertWords(code -> code.mrs(x(7), SystemRegister.ICC_IAR1_EL1), 0xD538_CC07);
        assertWords(code -> code.msr(SystemRegister.ICC_EOIR1_EL1, x(8)), 0xD518_CC28);
        assertWords(code -> code.msr(SystemRegister.ICC_SGI1R_EL1, x(9)), 0xD518_CBA9);
        assertWords(code -> code.mrs(x(10), SystemRegister.ICC_IGRPEN1_EL1), 0xD538_CCEA);
    }

    @Test
    void shouldEncodeTheRest() {
        assertWords(code -> code.daifset(3), 0xD503_43DF);
        assertWords(code -> code.daifclr(2), 0xD503_42FF);
        assertWords(Assembler::isb, 0xD503_3FDF);
        assertWords(Assembler::dsb, 0xD503_3F9F);
        assertWords(Assembler::nop, 0xD503_201F);
        assertWords(Assembler::wfi, 0xD503_207F);
        assertWords(Assembler::eret, 0xD69F_03E0);
        assertWords(code -> code.hvc(0), 0xD400_0002);
        assertWords(code -> code.brk(0x123), 0xD420_2460);
        assertWords(code -> code.word(0xDEAD_BEEF), 0xDEAD_BEEF);
    }

    @Test
    void shouldFillUpToAnAlignment() {
        assertWords(code -> code.wfi().align(16).eret(), 0xD503_207F, 0xD503_201F, 0xD503_201F, 0xD503_201F, 0xD69F_03E0);
    }

    @Test
    void shouldLieInMemoryWithTheLowestByteFirst() {
        assertThat(new Assembler().isb().bytes()).containsExactly(0xDF, 0x3F, 0x03, 0xD5);
    }

    @Test
    void shouldRefuseWhatAnInstructionCannotHold() {
        Assembler code = new Assembler();
        assertThatThrownBy(() -> code.ldr(w(0), x(1), 2)).hasMessageContaining("offset 2 of 4 bytes");
        assertThatThrownBy(() -> code.ldr(x(0), x(1), 4096 * 8)).hasMessageContaining("offset 4096");
        assertThatThrownBy(() -> code.ldr(w(0), w(1), 0)).hasMessageContaining("base w1");
        assertThatThrownBy(() -> code.add(x(0), x(1), 4096)).hasMessageContaining("4096");
        assertThatThrownBy(() -> code.add(x(0), w(1), 1)).hasMessageContaining("x0 with w1");
        assertThatThrownBy(() -> code.and(x(0), x(1), 5)).hasMessageContaining("0x5 as a run of ones");
        assertThatThrownBy(() -> code.and(x(0), x(1), 0)).hasMessageContaining("0x0");
        assertThatThrownBy(() -> code.mov(w(0), -1L)).hasMessageContaining("-1 in w0");
        assertThatThrownBy(() -> x(32)).hasMessageContaining("not 32");
        assertThatThrownBy(() -> code.b("nowhere").words()).hasMessageContaining("'nowhere' is not set");
        assertThatThrownBy(() -> code.label("here").label("here")).hasMessageContaining("'here' is set twice");
    }

    private static void assertWords(UnaryOperator<Assembler> program, int... expected) {
        assertThat(program.apply(new Assembler()).words()).containsExactly(expected);
    }
}
