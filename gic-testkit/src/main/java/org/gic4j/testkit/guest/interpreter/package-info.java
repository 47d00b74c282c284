/**
 * Executes guest programs of tests on any machine: an interpreter of the assembler's instructions, on a virtual machine of
 * a backend that serves guest accesses.
 */
@NullMarked
package org.gic4j.testkit.guest.interpreter;

import org.jspecify.annotations.NullMarked;
