/** Host names resolved by DNS over HTTPS (RFC 8484): {@link dev.hawser.doh.DnsOverHttps}. */
@NullMarked
package dev.hawser.doh;

import org.jspecify.annotations.NullMarked;
