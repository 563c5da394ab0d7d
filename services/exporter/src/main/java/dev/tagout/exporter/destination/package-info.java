/**
 * The destinations of the settings: what each must and may say, the courier that serves it, and
 * what people see of it.
 */
package dev.tagout.exporter.destination;
