package dev.hawser;

/** Which of an address's idle connections is leased first. */
public enum ReuseOrder {
    /** The one that came back last: keeps few connections warm, and lets the rest expire. */
    MOST_RECENTLY_USED,
    /** The one that came back first. */
    LEAST_RECENTLY_USED,
    /** The one whose last lease began first, so that each serves in its turn. */
    ROUND_ROBIN
}
