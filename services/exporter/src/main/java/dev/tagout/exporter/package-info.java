/**
 * The exporter: findings in, receivers of the field out. It knows no policy, and changes no finding
 * but to fit it into what a receiver takes.
 */
package dev.tagout.exporter;
