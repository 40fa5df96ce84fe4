"""What examples/word-frequency.esk does, in Python: twin.py FILE [HOW-MANY]."""

import re
import sys
from collections import Counter

CHUNK = 65536


def count_words(file: str) -> Counter[str]:
    """The words of the file, in lower case, and how often each occurs; one chunk is in memory at a time."""
    counts: Counter[str] = Counter()
    find = re.compile(r"[^\W\d_]+").findall
    unfinished = ""
    with open(file, encoding="utf-8") as text:
        while chunk := text.read(CHUNK):
            chunk = unfinished + chunk.lower()
            end = len(chunk)
            while end > 0 and chunk[end - 1].isalpha():
                end -= 1
            unfinished = chunk[end:]
            counts.update(find(chunk[:end]))
    counts.update(find(unfinished))
    return counts


def main() -> None:
    how_many = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    counts = count_words(sys.argv[1])
    for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:how_many]:
        print(count, word)
    print(f"{counts.total()} words, {len(counts)} different")


main()
