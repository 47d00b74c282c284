/** Guests of tests in real virtual machines: their processors are KVM's, their interrupt controller the kernel's or not. */
@NullMarked
package org.gic4j.realkernel.guest.processor;

import org.jspecify.annotations.NullMarked;
