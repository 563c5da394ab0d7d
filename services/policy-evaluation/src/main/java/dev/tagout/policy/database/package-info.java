/** JDBC in few words, for what is one round trip and too hot or too particular for an entity. */
package dev.tagout.policy.database;
