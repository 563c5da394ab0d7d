/**
 * Who asks: what a bearer token says, and nothing else. What somebody may do is for the features to
 * say.
 */
package dev.tagout.platform.identity;
