/**
 * Virtual machines, vCPUs and devices of KVM: thin handles on the kernel's descriptors, and what the kernel refused, in
 * words.
 */
@NullMarked
package org.gic4j.kvm.machine;

import org.jspecify.annotations.NullMarked;
