/**
 * Files that have a migration stream somewhere inside: what {@code virsh save} of libvirt writes, and disk images (qcow2)
 * with the state of a machine that {@code savevm} put there.
 *
 * <p>libvirt: 16 bytes {@code LibvirtQemudSave} (or {@code LibvirtQemudPart} of a save that was not finished), then in the
 * host's byte order 32-bit version, length of the domain's XML, whether it ran, compression (0 none, 1 gzip, 2 bzip2, 3 xz,
 * 4 lzop, 5 zstd), offset of a cookie, 14 unused; then the XML, and the stream where {@code QEVM} stands.
 *
 * <p>qcow2, big-endian: magic {@code QFI\xfb}; version at 4; bits of the size of a cluster at 20; size of the disk at 24;
 * encryption at 32; snapshots' number at 60 and table at 64; incompatible features at 72 (version 3). A snapshot: L1 table 64
 * bits, its length 32, lengths of id and name 16 each, date 32 and 32, clock 64, size of the machine's state 32, length of
 * what follows 32: the same size in 64 bits, the disk's size, more; then id and name; filled up to 8 bytes. The state is in
 * the snapshot's virtual disk, behind the disk, where the next L1 entry begins; an L1 or L2 entry has an offset in bits 55 to
 * 9.
 */
@NullMarked
package org.gic4j.serialization.qemu.container;

import org.jspecify.annotations.NullMarked;
