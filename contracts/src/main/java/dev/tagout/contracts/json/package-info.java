/** The one JSON codec, and what a record asks of its components. No contract stands here. */
package dev.tagout.contracts.json;
