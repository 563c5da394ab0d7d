/** Measures parts of Tagout alone, with JMH. What is measured on a whole world is in the lab. */
package dev.tagout.bench;
