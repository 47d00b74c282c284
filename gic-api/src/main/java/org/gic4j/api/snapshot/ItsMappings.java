package org.gic4j.api.snapshot;

/**
 * How much an ITS has mapped.
 *
 * @param devices devices with a table of events
 * @param events events of all of them
 * @param lpis LPIs that the events name, each counted once
 * @param collections collections, mapped to a vCPU or not
 */
public record ItsMappings(int devices, int events, int lpis, int collections) {}
