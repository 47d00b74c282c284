/** Tests for every kind of host. */
@NullMarked
package org.gic4j.realkernel.guest.anyhost;

import org.jspecify.annotations.NullMarked;
