/**
 * Device attributes of the emulated interrupt controllers: groups, lookup of the vCPU, order of the checks.
 */
@NullMarked
package org.gic4j.emulated.attribute;

import org.jspecify.annotations.NullMarked;
