/**
 * The {@code gic} command. It compiles against the contract and the test kit alone; backends, save and restore, and
 * formats are found at run time.
 */
module org.gic4j.cli {
    requires info.picocli;
    requires org.gic4j.api;
    requires org.gic4j.testkit;
    requires static org.jspecify;
    requires tools.jackson.core;

    opens org.gic4j.cli to info.picocli;
    opens org.gic4j.cli.backends to info.picocli;
    opens org.gic4j.cli.convert to info.picocli;
    opens org.gic4j.cli.diff to info.picocli;
    opens org.gic4j.cli.input to info.picocli;
    opens org.gic4j.cli.inspect to info.picocli;
    opens org.gic4j.cli.lint to info.picocli;
    opens org.gic4j.cli.output to info.picocli;
    opens org.gic4j.cli.replay to info.picocli;
    opens org.gic4j.cli.restore to info.picocli;
}
