/**
 * What an interrupt translation service keeps in guest memory: its tables, in the form that the kernel gives them.
 */
@NullMarked
package org.gic4j.api.its;

import org.jspecify.annotations.NullMarked;
