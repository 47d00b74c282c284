/**
 * The native format of snapshots, as docs/FORMAT.md specifies it: a header that can be read alone, then parts, each with
 * a checksum of its own.
 *
 * <p>{@code Layout} draws the file and has every offset. {@code HeaderWriter} and {@code HeaderReader},
 * {@code SnapshotWriter} and {@code SnapshotReader} are pairs; {@code Bytes} reads with bounds and offsets. A version of
 * the format that was released stays readable: a golden file of each is among the tests.
 */
@NullMarked
package org.gic4j.serialization.binary;

import org.jspecify.annotations.NullMarked;
