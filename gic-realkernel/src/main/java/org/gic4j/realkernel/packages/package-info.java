/** Debian packages of another architecture, fetched with this machine's own apt without touching its state. */
@NullMarked
package org.gic4j.realkernel.packages;

import org.jspecify.annotations.NullMarked;
