package dev.tagout.platform.log;

/**
 * Marks an exception that is thrown because the service stops, and for no other reason. A framework
 * that logs it as an error is not heard: nothing is wrong.
 */
public interface Farewell {}
