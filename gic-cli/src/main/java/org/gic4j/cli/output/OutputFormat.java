package org.gic4j.cli.output;

/** How a command prints. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** One JSON document, for programs. */
    JSON
}
