/** What services share that have a database: its time, and how a transaction ends. */
package dev.tagout.platform.database;
