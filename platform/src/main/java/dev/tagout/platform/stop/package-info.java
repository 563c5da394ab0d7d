/** In which order the parts of a service stop. How each of them does stands with it. */
package dev.tagout.platform.stop;
