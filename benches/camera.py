#!/usr/bin/env python3
"""Photos for benchmarks: JPEG files, each another picture. Unless another size is asked for they have
4000 × 3000 pixels and about two megabytes.

Usage: benches/camera.py FOLDER COUNT SIZE DETAILS    writes photos of SIZE (4000x3000) into a folder

Nothing but Python is needed, and hundreds take seconds: a restart interval, here a row of blocks,
is coded by itself (ITU-T T.81, F.2.1.3.1), so a few dozen rows are coded once and every photo is
another order of them.
"""

import heapq
import random
import struct
import sys
from collections import Counter
from itertools import count
from pathlib import Path

SIZE = (4000, 3000)
BLOCK = 16                                  # pixels of a unit of four blocks of light and two of colour
KINDS_OF_ROW = 12
DETAILS = 9                                 # how far coefficients of light stray; more make larger files


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def orientation(value):
    """An EXIF block that says how the camera was held (CIPA DC-008, 4.6.4)."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)
    return segment(0xE1, b"Exif\0\0" + tiff)


def symbols_of_block(chance, difference, details):
    """What a block's coefficients are coded as: symbols and the bits that follow each."""
    def sized(value):
        size = abs(value).bit_length()
        return size, (value if value > 0 else value + (1 << size) - 1)

    size, bits = sized(difference)
    yield ("first", size), size, bits
    zeros = 0
    for place in range(1, 64):
        value = round(chance.gauss(0, details / place))
        if value == 0:
            zeros += 1
            continue
        while zeros > 15:
            yield ("other", 0xF0), 0, 0
            zeros -= 16
        size, bits = sized(value)
        yield ("other", zeros << 4 | size), size, bits
        zeros = 0
    if zeros:
        yield ("other", 0), 0, 0


def row_of_symbols(chance, units, details_of_light):
    last = [0, 0, 0]
    details_of_colour = details_of_light / 3
    for _ in range(units):
        for component, details in [(0, details_of_light)] * 4 + [(1, details_of_colour), (2, details_of_colour)]:
            # Light drifts and comes back to the middle.
            value = round(last[component] * 0.95 + chance.gauss(0, 12 if component == 0 else 4))
            difference, last[component] = value - last[component], value
            yield from symbols_of_block(chance, difference, details)


def huffman(counts):
    """Code lengths of at most sixteen bits, none all ones (T.81, K.2): as DHT wants them, and codes."""
    order = count()
    # What is rare counts for more than it is, so that no code gets too long.
    least = counts.total() >> 12
    heap = [(max(seen, least), next(order), [symbol]) for symbol, seen in sorted(counts.items())]
    heap.append((0, next(order), [None]))    # takes the code that is all ones
    heapq.heapify(heap)
    length = Counter()
    while len(heap) > 1:
        (a, _, left), (b, _, right) = heapq.heappop(heap), heapq.heappop(heap)
        length.update(left + right)
        heapq.heappush(heap, (a + b, next(order), left + right))
    longest = max(length.values())
    assert longest <= 16, longest
    symbols = sorted((s for s in length if s is not None), key=lambda s: (length[s], s))
    codes, code, before = {}, 0, 0
    for symbol in symbols:
        code <<= length[symbol] - before
        codes[symbol] = (code, length[symbol])
        code, before = code + 1, length[symbol]
    lengths = Counter(length[symbol] for symbol in symbols)
    return bytes(lengths[bits] for bits in range(1, 17)) + bytes(symbols), codes


def coded(symbols, codes):
    """The bits of a row, filled up with ones; after 0xFF comes a zero (T.81, F.1.2.3)."""
    bits = []
    for (table, symbol), size, value in symbols:
        code, length = codes[table][symbol]
        bits.append(format(code, f"0{length}b"))
        if size:
            bits.append(format(value, f"0{size}b"))
    bits = "".join(bits)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xFF", b"\xFF\0")


class Camera:
    """Takes as many photos as one likes, always the same ones."""

    def __init__(self, size=SIZE, details=DETAILS):
        width, height = size
        units_a_row, self.rows_a_photo = -(-width // BLOCK), -(-height // BLOCK)
        chance = random.Random(4000)
        rows = [list(row_of_symbols(chance, units_a_row, details)) for _ in range(KINDS_OF_ROW)]
        tables, codes = {}, {}
        for table in ["first", "other"]:
            seen = Counter(key[1] for row in rows for key, _, _ in row if key[0] == table)
            tables[table], codes[table] = huffman(seen)
        self.rows = [coded(row, codes) for row in rows]
        frame = struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0])
        self.head = b"".join([
            segment(0xDB, b"\0" + bytes(min(255, 3 + place // 4) for place in range(64))),
            segment(0xC0, frame),
            segment(0xC4, b"\x00" + tables["first"]),
            segment(0xC4, b"\x10" + tables["other"]),
            segment(0xDD, struct.pack(">H", units_a_row)),
            segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
        ])

    def photo(self, number, turned=1):
        """The file of a photo; `turned` is its EXIF orientation."""
        chance = random.Random(number)
        rows = [chance.choice(self.rows) for _ in range(self.rows_a_photo)]
        parts = [b"\xFF\xD8", orientation(turned), self.head]
        for row, data in enumerate(rows):
            parts.append(data)
            parts.append(bytes([0xFF, 0xD0 + row % 8]) if row < self.rows_a_photo - 1 else b"\xFF\xD9")
        return b"".join(parts)


def main():
    folder, photos, size = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split("x")
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(tuple(map(int, size)), float(sys.argv[4]))
    for index in range(photos):
        (folder / f"photo-{index:03}.jpg").write_bytes(camera.photo(index))


if __name__ == "__main__":
    main()
