/**
 * What this machine's KVM is: found by a look that leaves nothing open, or said why there is none.
 */
@NullMarked
package org.gic4j.kvm.host;

import org.jspecify.annotations.NullMarked;
