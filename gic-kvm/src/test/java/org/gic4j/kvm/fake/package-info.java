/** A kernel with KVM for tests on any machine. */
@NullMarked
package org.gic4j.kvm.fake;

import org.jspecify.annotations.NullMarked;
