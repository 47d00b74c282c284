/**
 * Interrupt translation services: which LPI a message is (IHI 0069 chapter 5). Registers, the command queue, what is
 * mapped, and the tables of that in guest memory as KVM writes and reads them (kernel document
 * {@code arm-vgic-its.rst}, ABI revision 0).
 */
@NullMarked
package org.gic4j.emulated.its;

import org.jspecify.annotations.NullMarked;
