/** What readers of JSON share: their text is UTF-8, and places in it are byte offsets. */
@NullMarked
package org.gic4j.serialization.utf8;

import org.jspecify.annotations.NullMarked;
