package org.gic4j.serialization.cloudhypervisor;

import java.util.Arrays;

/** A list of words that is taken from its beginning on. Its length is known to be enough. */
final class WordList {
    private final int[] words;
    private int at;

    WordList(int[] words) {
        this.words = words;
    }

    int[] take(int count) {
        at += count;
        return Arrays.copyOfRange(words, at - count, at);
    }

    void skip(int count) {
        at += count;
    }

    int left() {
        return words.length - at;
    }
}
