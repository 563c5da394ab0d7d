/** What services share that have a database. */
package dev.tagout.platform.database;
