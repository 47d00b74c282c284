/**
 * The register catalogue as accesses need it: flattened for dispatch, with the one routine that executes its standard
 * policies.
 */
@NullMarked
package org.gic4j.emulated.registers;

import org.jspecify.annotations.NullMarked;
