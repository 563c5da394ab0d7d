package dev.tagout.exporter.destination;

import dev.tagout.exporter.delivery.Route;

/**
 * A destination whose settings are in order.
 *
 * @param format as people call it
 * @param target where it goes, without credentials
 * @param insecure whether any certificate is taken there
 */
record Destination(
    DestinationType type, String format, String target, boolean insecure, Route route) {}
