/**
 * Save, prepare, restore and conform: one walk over the register catalogue through device attributes, which sees no
 * backend.
 *
 * <p>{@link org.gic4j.serialization.transfer.AttributeTransfer} is the service. {@code TransferPlan} has the attributes
 * of every register that is part of the state, in restore order; {@code StateReader} and {@code StateWriter} walk it.
 * What is peculiar to an architecture version stands in the classes that have it in their names.
 */
@NullMarked
package org.gic4j.serialization.transfer;

import org.jspecify.annotations.NullMarked;
