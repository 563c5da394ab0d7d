/**
 * What services share to measure themselves: gauges that are worked out in the background, and the
 * bounds that labels and histograms keep to. What a metric is about stands with the feature that it
 * measures.
 */
package dev.tagout.platform.metrics;
