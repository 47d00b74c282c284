/** A kernel whose calls fail, and what must hold then. */
@NullMarked
package org.gic4j.kvm.fault;

import org.jspecify.annotations.NullMarked;
