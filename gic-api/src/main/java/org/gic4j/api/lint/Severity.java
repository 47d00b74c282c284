package org.gic4j.api.lint;

/** How bad a finding is, from the least. */
public enum Severity {
    /** Something to know: nothing breaks by it alone. */
    INFO,
    /** Suspicious: a healthy guest may look like this, and so may a broken one. */
    WARNING,
    /** The guest, or its restore, breaks. */
    ERROR;

    /** Its name in lower case. */
    public String display() {
        return switch (this) {
            case INFO -> "info";
            case WARNING -> "warning";
            case ERROR -> "error";
        };
    }
}
