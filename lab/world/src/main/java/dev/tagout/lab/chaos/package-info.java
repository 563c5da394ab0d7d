/**
 * Breaks the running system for real, by a plan that a seed fixes, and then compares what it says
 * with a model that was told the same history. The model knows the design's words and shares no
 * code with the services.
 */
package dev.tagout.lab.chaos;
