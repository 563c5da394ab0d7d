/**
 * The collector: hypervisors and scanners in, normalised events out. Knows no policy and keeps no
 * state but the counters of {@code GET /v1/sources}.
 */
package dev.tagout.collector;
