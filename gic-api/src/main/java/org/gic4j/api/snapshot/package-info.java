/**
 * The state of an interrupt controller as an immutable value, and the services that save, restore, read and write it.
 */
@NullMarked
package org.gic4j.api.snapshot;

import org.jspecify.annotations.NullMarked;
