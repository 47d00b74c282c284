/**
 * State files of Firecracker.
 *
 * <p>A file is the encoded {@code Snapshot} and, little-endian, its CRC-64 (Jones: polynomial 0xAD93D23594C935A9
 * reflected, no initial value, no final exclusive or), so that the checksum of the whole file is 0. Encodings by release:
 *
 * <ul>
 * <li>v1.0 to v1.6: versionize. The magic number has the version of that form, 1, in its low 16 bits
 * (0x07101984AAAA0001), and the release's data version behind it. Not read.
 * <li>v1.7 to v1.14: bincode with integers of fixed width, little-endian. The file begins with the magic number
 * 0x07101984AAAA0000 (x86 has another one) and the version as a string, for example {@code 8.0.0}. Read.
 * <li>from v1.15: bitcode, which packs bits by the types of the program; nothing stands at a fixed place. Recognised by the
 * checksum, not read.
 * </ul>
 *
 * <p>bincode: a list or string is its length as 64 bits and the items, an option one byte 0 or 1 and the item, a structure
 * its fields in order. What precedes the interrupt controller's state differs by release, so it is looked for by its
 * shape: a list of 12 registers, each a list of words, of which every length is known.
 *
 * <p>GICv3, 96 SPIs, from INTID 32. Distributor, words of 32 bits: CTLR 1, STATUSR 1, ICENABLER 3, ISENABLER 3, IGROUPR 3,
 * IROUTER 192, ICFGR 6, ICPENDR 3, ISPENDR 3, ICACTIVER 3, ISACTIVER 3, IPRIORITYR 24. Then a list of vCPUs, each with 14
 * registers of words: STATUSR 1, WAKER 1, PROPBASER 2, PENDBASER 2, CTLR 1, IGROUPR0 1, ICENABLER0 1, ISENABLER0 1, ICFGR0
 * and ICFGR1 2, ICPENDR0 1, ISPENDR0 1, ICACTIVER0 1, ISACTIVER0 1, IPRIORITYR 8; 7 registers of 64 bits: SRE, CTLR, IGRPEN0,
 * IGRPEN1, PMR, BPR0, BPR1; and 8 options of such registers: AP0R0 to AP0R3, AP1R0 to AP1R3. From version 8.0.0 an option of
 * the ITS follows: IIDR, CBASER, CREADR, CWRITER, 8 of BASER, CTLR, 64 bits each; its tables are in the memory file.
 *
 * <p>GICv2: CTLR 1, ICENABLER 3, ISENABLER 3, IGROUPR 3, ICFGR 6, ICPENDR 3, ISPENDR 3, ICACTIVER 3, ISACTIVER 3, IPRIORITYR
 * 24, CPENDSGIR 4, SPENDSGIR 4 (of vCPU 0); then for each vCPU no redistributor registers, 8 registers of 64 bits: CTLR,
 * PMR, BPR, ABPR, APR0 to APR3, and no options. Neither GICD_ITARGETSR nor anything else of private interrupts is saved.
 *
 * <p>Behind it comes the list of vCPUs with their registers, where MPIDR_EL1 is: it pairs in order. What a vCPU was
 * initialised with stands behind it in some releases, plain or as an option, and the address of stolen time in newer ones.
 */
@NullMarked
package org.gic4j.serialization.firecracker;

import org.jspecify.annotations.NullMarked;
