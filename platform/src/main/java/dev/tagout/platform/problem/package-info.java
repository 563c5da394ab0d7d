/** Problem documents (RFC 9457), and the JSON that HTTP speaks. */
package dev.tagout.platform.problem;
