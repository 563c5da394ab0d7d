/** Lists over HTTP, in pages. */
package dev.tagout.policy.page;
