package org.gic4j.serialization.binary;

import org.gic4j.api.snapshot.GicState;

/**
 * What a header says.
 *
 * @param producer who made the file
 * @param state a state with everything but registers
 * @param parts how many parts follow
 * @param firstPart the offset of the first
 */
record Header(String producer, GicState.Builder state, long parts, long firstPart) {}
