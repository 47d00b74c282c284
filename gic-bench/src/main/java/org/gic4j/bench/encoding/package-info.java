/**
 * The same state in the project's native format and in what a Java program would use instead: protobuf, Kryo, Fory,
 * CBOR.
 */
@NullMarked
package org.gic4j.bench.encoding;

import org.jspecify.annotations.NullMarked;
