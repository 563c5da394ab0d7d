/**
 * Errors as problem documents (RFC 9457), and the JSON that HTTP speaks. No feature stands here.
 */
package dev.tagout.simulator.problem;
