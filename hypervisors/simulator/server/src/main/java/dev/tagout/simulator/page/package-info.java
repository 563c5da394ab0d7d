/** Lists in pages, as every list over HTTP. */
package dev.tagout.simulator.page;
