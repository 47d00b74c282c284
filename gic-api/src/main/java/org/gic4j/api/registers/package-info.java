/**
 * The register catalogue: one row per register family, which drives MMIO dispatch, device attributes, save and
 * restore, names and tests.
 *
 * <p>To add a register, add a row to the enum of its frame; where a policy is {@code CODE}, the switches over
 * that enum stop compiling until the register has its code.
 */
@NullMarked
package org.gic4j.api.registers;

import org.jspecify.annotations.NullMarked;
