/**
 * The {@code state.json} of cloud-hypervisor's snapshots.
 *
 * <p>A tree of objects {@code {"snapshots": {ID: …}, "snapshot_data": …}}; releases up to v28 have an {@code "id"} as
 * well. The interrupt controller is the one with the ID {@code gic-v3-its}, under {@code device-manager}; it is looked for
 * at any depth. Its {@code snapshot_data} is
 *
 * <ul>
 * <li>from v39: {@code {"state": "…"}}, the text of another JSON object as a string;
 * <li>v29 to v38: an array of numbers, the bytes of such a text;
 * <li>up to v28: {@code {"gic-v3-its-section": {"id": …, "snapshot": [bytes]}}}.
 * </ul>
 *
 * <p>That object has {@code dist}, {@code rdist} and {@code icc}, lists of 32-bit words without names, and
 * {@code gicd_ctlr}, {@code its_ctlr}, {@code its_iidr}, {@code its_cbaser}, {@code its_cwriter}, {@code its_creadr} and
 * {@code its_baser}; from v46 it is wrapped once more, as {@code {"Kvm": {…}}}.
 *
 * <p>{@code dist}, for N SPIs, a multiple of 32: STATUSR 1 word, ICENABLER N/32, ISENABLER N/32, IGROUPR N/32, IROUTER 2N
 * (low half, high half), ICFGR N/16, ICPENDR N/32, ISPENDR N/32, ICACTIVER N/32, ISACTIVER N/32, IPRIORITYR N/4: 1 + 81
 * N/32 words. {@code rdist}: for each vCPU STATUSR, WAKER, PROPBASER (2), PENDBASER (2), CTLR; then again for each vCPU
 * IGROUPR0, ICENABLER0, ISENABLER0, ICFGR0, ICFGR1, ICPENDR0, ISPENDR0, ICACTIVER0, ISACTIVER0, IPRIORITYR (8).
 * {@code icc}, for each vCPU: SRE, CTLR, IGRPEN0, IGRPEN1, PMR, BPR0, BPR1, then AP0R0 and, as far as CTLR.PRIbits has them,
 * AP0R1 (6 bits) and AP0R2, AP0R3 (7 bits), and the same of AP1R.
 *
 * <p>KVM reads ICPENDR as 0 and STATUSR as all ones. Affinities are not in the file: Aff0 is the vCPU's number & 15, Aff1
 * the next eight bits, as KVM has it. Line levels, GICD_IIDR and where the ITS is are not saved; the tables of the ITS are
 * in the machine's memory file.
 */
@NullMarked
package org.gic4j.serialization.cloudhypervisor;

import org.jspecify.annotations.NullMarked;
