#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
"""What Python's codecs make of bytes, for tests of decoders that share no code with them.

unicode_oracle.py stress ENCODING SEED FILE   writes stress content in UTF-8/16/32 to FILE and prints its characters
unicode_oracle.py table CODEC                 prints what each byte means in a single-byte codec

A character is printed as a line "SIZE VALID CODEPOINT", in decimal; what a codec refuses is not valid. A byte of a
table that means nothing is printed as -1.
"""

import random
import sys

BOUNDARIES = [0, 1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF,
              0x10000, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF]
NONCHARACTERS = list(range(0xFDD0, 0xFDF0)) + [plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)]
SURROGATES = [0xD800, 0xDB7F, 0xDB80, 0xDBFF, 0xDC00, 0xDF80, 0xDFFF]


def generalized(value, size):
    """`value` in `size` bytes (2 to 6) by the scheme of UTF-8, whether that is allowed or not."""
    tail = []
    for _ in range(size - 1):
        tail.insert(0, 0x80 | value & 0x3F)
        value >>= 6
    return bytes([(0xFF00 >> size) & 0xFF | value] + tail)


def utf8_cases(rng):
    yield "κόσμε зона 日本語 🂡 é\u0301".encode()
    for code in BOUNDARIES + NONCHARACTERS:
        yield chr(code).encode()
    for size, first in ((4, 0x110000), (4, 0x1FFFFF), (5, 0x200000), (5, 0x3FFFFFF), (6, 0x4000000), (6, 0x7FFFFFFF)):
        yield generalized(first, size)
    for count in range(1, 9):
        yield b"\x80" * count
        yield b"\xbf" * count
    yield bytes(range(0x80, 0xC0))
    for lead in range(0xC0, 0x100):
        yield bytes([lead]) + b" "
        yield bytes([lead])
    incomplete = [generalized(value, size)[:-cut]
                  for size in range(2, 7) for cut in range(1, size) for value in (0, (1 << (5 * size + 1)) - 1)]
    for piece in incomplete:
        yield piece
        yield piece + b"x"
    yield b"".join(incomplete)
    yield b"\xfe\xff\xfe\xfe\xff\xff"
    for value in (0x2F, 0, 0x7F, 0x7FF, 0xFFFF):
        for size in range(2, 7):
            if value >> 5 * size + 1 == 0:
                yield generalized(value, size)
    for high in SURROGATES:
        yield generalized(high, 3)
        for low in SURROGATES:
            yield generalized(high, 3) + generalized(low, 3)
    for lead in range(0xE0, 0xF8):
        for second in range(0x70, 0xD0, 3):
            yield bytes([lead, second, 0x80, 0x80])
    alphabet = [0x00, 0x0A, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF]
    for _ in range(4000):
        yield bytes(rng.choice(alphabet) for _ in range(rng.randrange(1, 9)))
        yield chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)))).encode()


def wide_units(rng, size):
    """Code units of `size` bytes, as integers."""
    limit = 1 << 8 * size
    for code in BOUNDARIES + NONCHARACTERS + SURROGATES + [0x110000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]:
        if code < limit:
            yield code
        elif size == 2 and code <= 0x10FFFF:
            yield 0xD800 + (code - 0x10000 >> 10)
            yield 0xDC00 + (code & 0x3FF)
    for high in SURROGATES:
        for low in SURROGATES:
            yield from (high, low, 0x41, low, high)
    for _ in range(8000):
        yield rng.choice((rng.randrange(limit), rng.randrange(0xD780, 0xE080), rng.randrange(0x10000)))


def utf8_characters(data):
    for character in data.decode("utf-8", "surrogateescape"):
        code = ord(character)
        if 0xDC80 <= code <= 0xDCFF:
            yield 1, False, code - 0xDC00
        else:
            yield len(character.encode()), True, code


def utf16_characters(data, codec):
    for character in data[: len(data) & ~1].decode(codec, "surrogatepass"):
        code = ord(character)
        yield 4 if code > 0xFFFF else 2, not 0xD800 <= code < 0xE000, code
    yield from ((1, False, byte) for byte in data[len(data) & ~1:])


def utf32_characters(data, codec):
    whole = len(data) & ~3
    for begin in range(0, whole, 4):
        unit = data[begin:begin + 4]
        try:
            yield 4, True, ord(unit.decode(codec))
        except UnicodeDecodeError:
            yield 4, False, int.from_bytes(unit, "little" if codec.endswith("le") else "big")
    yield from ((1, False, byte) for byte in data[whole:])


def stress(encoding, seed, path):
    rng = random.Random(seed)
    codec = encoding.lower()
    if codec == "utf-8":
        data = b"|\n".join(utf8_cases(rng))
        characters = utf8_characters(data)
    else:
        size = 2 if "16" in codec else 4
        order = "little" if codec.endswith("le") else "big"
        data = b"".join(unit.to_bytes(size, order) for unit in wide_units(rng, size))
        data += b"\x00\xd8\xff"[: size - 1]
        characters = utf16_characters(data, codec) if size == 2 else utf32_characters(data, codec)
    with open(path, "wb") as file:
        file.write(data)
    for size, valid, code in characters:
        print(size, int(valid), code)


def table(codec):
    for byte in range(256):
        text = bytes([byte]).decode(codec, "ignore")
        print(ord(text) if text else -1)


if __name__ == "__main__":
    if sys.argv[1] == "stress":
        stress(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        table(sys.argv[2])
