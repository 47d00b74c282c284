/**
 * For authors of backends and for gic4j's own tests: replay of recorded op logs and access traces, contract tests,
 * differential tests of two backends, and the golden data and captures that they use.
 *
 * <p>No backend is required: a test hands one over. JUnit and AssertJ are needed for the contract tests only.
 */
module org.gic4j.testkit {
    requires transitive org.gic4j.api;
    requires tools.jackson.core;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires static org.junit.jupiter.params;
    requires static org.assertj.core;

    exports org.gic4j.testkit.captures;
    exports org.gic4j.testkit.contract;
    exports org.gic4j.testkit.differential;
    exports org.gic4j.testkit.golden;
    exports org.gic4j.testkit.guest;
    exports org.gic4j.testkit.guest.interpreter;
    exports org.gic4j.testkit.its;
    exports org.gic4j.testkit.replay;
}
