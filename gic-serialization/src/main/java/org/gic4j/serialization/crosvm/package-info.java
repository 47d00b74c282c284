/**
 * The interrupt controller's part of crosvm's snapshots: CBOR, in a file of its own in the snapshot's folder.
 *
 * <p>A map with {@code cpu_specific} and {@code dist_regs}. {@code dist_regs} is the whole distributor frame, 0x4000 words;
 * {@code cpu_specific} a map from each vCPU's affinity (Aff3.Aff2.Aff1.Aff0 in bits 63 to 32, as attributes have it) to a map
 * with {@code redist_regs}, both redistributor frames, 0x8000 words, {@code cpu_sys_regs}, a map from the encoding of a
 * system register (op0, op1, CRn, CRm, op2 in 16 bits) to its value, and {@code mp_state}. The map may stand inside others.
 * GICv3 without ITS alone, machines of 64 interrupts: GICD_TYPER may say more, and less only where it was not saved.
 *
 * <p>crosvm restores every word in ascending order. KVM answers reads of ICENABLER and ICACTIVER with the bits that are set
 * and takes writes of them as clearing, so that the words saved there undo those before them: a file that crosvm can
 * restore must have 0 in them.
 */
@NullMarked
package org.gic4j.serialization.crosvm;

import org.jspecify.annotations.NullMarked;
