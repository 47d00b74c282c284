/** An assembler for the few A64 instructions that guest programs of tests need (Arm ARM DDI 0487, chapter C6). */
@NullMarked
package org.gic4j.testkit.guest.assembler;

import org.jspecify.annotations.NullMarked;
