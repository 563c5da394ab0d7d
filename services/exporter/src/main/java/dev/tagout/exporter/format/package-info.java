/**
 * Findings as the receivers of the field read them: OCSF, ECS, CEF, LEEF. Pure functions of the
 * event.
 */
package dev.tagout.exporter.format;
