/** What a guest tells about its tests, and how it is written: one line of text for each event. */
@NullMarked
package org.gic4j.realkernel.event;

import org.jspecify.annotations.NullMarked;
