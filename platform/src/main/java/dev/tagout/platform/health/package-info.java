/**
 * What of a service is impaired while it goes on. Liveness and readiness are Quarkus's, and nothing
 * here makes a service unready.
 */
package dev.tagout.platform.health;
