package org.gic4j.api.guest;

/**
 * Tells pending latches and input lines apart: a facet of backends that can, since no GICv2 attribute does. A save
 * with it carries the levels; see {@link org.gic4j.api.registers.Gicv2Input}.
 */
public interface LineLevels {
    /**
     * The levels of 32 input lines.
     *
     * @param vcpuIndex whose lines, for word 0
     * @param word the INTID of bit 0, divided by 32
     * @return bit n is 1 where the line of INTID 32 * word + n is high; 0 before the controller is initialised
     * @throws org.gic4j.api.GicException EINVAL for a word or a vCPU that does not exist; EIO, EBADF
     */
    int lines(int vcpuIndex, int word);

    /**
     * The pending latches of 32 interrupts; the bits of SGIs are 0.
     *
     * @param vcpuIndex whose interrupts, for word 0
     * @param word the INTID of bit 0, divided by 32
     * @return bit n is 1 where INTID 32 * word + n was latched; 0 before the controller is initialised
     * @throws org.gic4j.api.GicException EINVAL for a word or a vCPU that does not exist; EIO, EBADF
     */
    int latches(int vcpuIndex, int word);
}
