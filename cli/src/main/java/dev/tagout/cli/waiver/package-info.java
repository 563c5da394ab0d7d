/** Waivers: requested by one, approved by another, until they end. */
package dev.tagout.cli.waiver;
