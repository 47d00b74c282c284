/**
 * LPIs: which there are, who targets them, and which are pending where. Their configuration and pending bits are in
 * tables in guest memory, which is read when the architecture, or KVM, says so.
 */
@NullMarked
package org.gic4j.emulated.lpi;

import org.jspecify.annotations.NullMarked;
