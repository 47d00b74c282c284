package org.gic4j.api.lint;

/**
 * One thing that can be wrong with a snapshot. Rules keep their ids in all versions; each has a page in docs/lint.
 *
 * @param id a stable name, in lower case with hyphens
 * @param severity how bad its findings are
 * @param title what is wrong, in a few words
 * @param why what breaks by it
 * @param remedy what to do
 */
public record LintRule(String id, Severity severity, String title, String why, String remedy) {}
