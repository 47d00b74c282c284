/** JMH benchmarks of the platform; see docs/BENCHMARKS.md for figures and how to run them. */
module org.gic4j.bench {
    requires static org.jspecify;
    requires org.gic4j.api;
    requires jmh.core;
    requires com.google.protobuf;
    requires com.esotericsoftware.kryo;
    requires org.apache.fory.core;
    requires tools.jackson.dataformat.cbor;
    requires tools.jackson.databind;
}
