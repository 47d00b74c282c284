/**
 * The text of {@code /sys/kernel/debug/kvm/PID-FD/vgic-state}, which Linux prints of a running virtual machine.
 *
 * <p>A header: {@code Distributor}, a line of equal signs, then {@code vgic_model}, {@code nr_spis}, {@code nr_lpis}
 * (GICv3 alone) and {@code enabled}, each with a colon, a tab and its value; a blank line and three lines of legend.
 * Then for each vCPU a blank line, a head {@code VCPU n TYP …}, a line of dashes and the rows of INTIDs 0 to 31; the same
 * with the head {@code SPI 0 …} for shared interrupts; and the rows of LPIs without a head.
 *
 * <p>A row has nine columns: type, INTID, index of the target vCPU or -1, flags, physical interrupt, target (GICv2: the
 * target byte; GICv3: Aff2, Aff1 and Aff0, but of private interrupts before 5.3 the vCPU's bit in a byte), senders of an SGI (GICv2), priority in decimal, and the vCPU on whose list it
 * waits, or -1. Columns may overflow their width, so rows are split at blanks. The flags are P, the pending latch; L, the
 * line; A, active; E, enabled; H, bound to a physical interrupt; C, 1 for level-sensitive; and G, the group, which
 * kernels before 5.4 do not print. {@code LPI n freed} stands for an LPI that went while the text was made.
 *
 * <p>What is not in the text: CPU interfaces, GICR_CTLR and the tables of LPIs, the ITS, GICD_IIDR, addresses, Aff3, the
 * number of priority bits. While a vCPU runs, what is in its list registers shows neither as pending nor as active.
 */
@NullMarked
package org.gic4j.serialization.vgicstate;

import org.jspecify.annotations.NullMarked;
