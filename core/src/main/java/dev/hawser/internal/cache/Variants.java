package dev.hawser.internal.cache;

import dev.hawser.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * What is stored under the key of a URL whose responses depend on fields of the request: under which further keys they are.
 *
 * @param generation what tells the variants of this record from those of an earlier one, which are not to be found again
 * @param names the fields that the responses depend on, as {@link Vary#names}
 * @param keys the variants' keys, the oldest first
 * @param keepUntilMillis until when the record can be of use
 */
record Variants(String generation, List<String> names, List<String> keys, long keepUntilMillis) {
    /** How many variants of one URL are kept. */
    static final int MOST = 32;

    Variants {
        names = List.copyOf(names);
        keys = List.copyOf(keys);
    }

    /** The key of the variant that a request asks for, given the key of this record. */
    String keyFor(String key, Headers request) {
        Headers nominated = Vary.nominated(names, request);
        StringBuilder text = new StringBuilder(generation);
        for (int i = 0; i < nominated.size(); i++) {
            text.append('\n').append(nominated.name(i)).append(':').append(nominated.value(i));
        }
        return key + (key.indexOf('#') < 0 ? "#" : "&") + "variant=" + Keys.hash(text.toString());
    }

    /** This record with another variant; beyond {@link #MOST} the oldest one goes. */
    Variants with(String variant, long keepUntil) {
        List<String> all = new ArrayList<>(keys);
        all.remove(variant);
        all.add(variant);
        return new Variants(generation, names, all.subList(Math.max(0, all.size() - MOST), all.size()), keepUntil);
    }
}
