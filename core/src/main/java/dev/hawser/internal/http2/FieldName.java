package dev.hawser.internal.http2;

/**
 * A field's name as encoding has it: on the wire it is in lower case (RFC 9113, section 8.2), while ours may have any.
 *
 * @param given the name as it was given
 * @param hash the same for its letters in any case
 * @param staticIndex the first entry of the static table with this name; 0 if there is none
 */
record FieldName(String given, String lowerCase, int hash, int staticIndex) {
    static FieldName of(String given) {
        String lowerCase = lower(given);
        int hash = lowerCase.hashCode();
        return new FieldName(given, lowerCase, hash, StaticTable.indexOf(lowerCase, hash));
    }

    /** Letters beyond ASCII, which no name has, stay as they are. */
    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (lower(name.charAt(i)) != name.charAt(i)) {
                char[] letters = name.toCharArray();
                for (int j = i; j < letters.length; j++) {
                    letters[j] = lower(letters[j]);
                }
                return new String(letters);
            }
        }
        return name;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
    }
}
