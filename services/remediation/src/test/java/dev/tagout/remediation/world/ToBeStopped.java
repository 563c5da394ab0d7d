package dev.tagout.remediation.world;

/** As the lab, of its own: after a test that stops the service nobody else can use it. */
public final class ToBeStopped extends Lab {}
