/** The whole client over links that are slow, lose packets, swallow them, or are cut: in network namespaces of Linux. */
package dev.hawser.it.networks;
