/**
 * What ITSs have mapped, read from their tables in guest memory: to check a restore before it begins, and to carry the
 * tables in a snapshot.
 */
@NullMarked
package org.gic4j.serialization.its;

import org.jspecify.annotations.NullMarked;
