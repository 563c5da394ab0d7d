/**
 * CloudEvents over Kafka: transport, retries and dead letters stand here once; a service writes a
 * handler from a contract type to a result. No contract and no handler stands here.
 */
package dev.tagout.platform.messaging;
