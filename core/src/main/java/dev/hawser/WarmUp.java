package dev.hawser;

import java.util.List;

/**
 * What came of {@link HawserClient#warmUp}.
 *
 * @param address to which connections were made
 * @param opened how many were made, TLS included; those that were idle before are not counted
 * @param failures why others were not made, one for each
 */
public record WarmUp(Address address, int opened, List<Throwable> failures) {
    public WarmUp {
        failures = List.copyOf(failures);
    }
}
