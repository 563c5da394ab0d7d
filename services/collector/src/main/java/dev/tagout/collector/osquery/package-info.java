/**
 * Results of osquery's scheduled queries, as its Kafka logger writes them, become observations.
 * Which query means what is in {@link dev.tagout.collector.osquery.Query}. No state: a result that
 * is not a whole fact by itself is put aside.
 */
package dev.tagout.collector.osquery;
