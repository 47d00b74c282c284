/**
 * Device attributes: the has, get and set operations of the kernel's device-control interface, their groups,
 * encodings and errors (kernel documents {@code virt/kvm/devices/arm-vgic*.rst}).
 */
@NullMarked
package org.gic4j.api.device;

import org.jspecify.annotations.NullMarked;
