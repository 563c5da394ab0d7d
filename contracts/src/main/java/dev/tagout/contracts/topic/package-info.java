/** The catalogue of topics: the only place where a topic has a name. */
package dev.tagout.contracts.topic;
