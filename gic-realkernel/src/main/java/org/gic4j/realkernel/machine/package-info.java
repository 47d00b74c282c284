/** The emulated arm64 machine that boots the guest. */
@NullMarked
package org.gic4j.realkernel.machine;

import org.jspecify.annotations.NullMarked;
