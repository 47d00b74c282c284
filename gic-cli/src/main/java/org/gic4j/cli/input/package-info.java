/** How commands read their files: any format, any failure told with the file's name and the byte. */
@NullMarked
package org.gic4j.cli.input;

import org.jspecify.annotations.NullMarked;
