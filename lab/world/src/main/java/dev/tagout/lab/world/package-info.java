/**
 * A whole world on one machine: started, watched and stopped as one. Knows where the programs are
 * and what they are told; what they do is none of its business.
 */
package dev.tagout.lab.world;
