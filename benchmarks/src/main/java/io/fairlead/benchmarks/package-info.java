/**
 * Comparisons with peers, side by side in one run, each server and each load generator a process of
 * its own.
 */
package io.fairlead.benchmarks;
