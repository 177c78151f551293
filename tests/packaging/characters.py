#!/usr/bin/env python3
"""characters.py SOURCES: the fonts of the portable folder have every character of texts and lessons. Skipped (77) without
fc-query or a font."""
import pathlib
import subprocess
import sys

sources = pathlib.Path(sys.argv[1])
fonts = [pathlib.Path("/usr/share/fonts") / line
         for line in (sources / "resources/packaging/portable/fonts.list").read_text().split()]
known = set()
for font in fonts:
    try:
        ranges = subprocess.run(["fc-query", "--format", "%{charset} ", font], capture_output=True, text=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        print(f"skipped: no fc-query, or no {font}")
        sys.exit(77)
    for part in ranges.split():
        first, _, last = part.partition("-")
        known.update(range(int(first, 16), int(last or first, 16) + 1))

missing = {}
for pattern in ("app/**/*.cpp", "core/**/*.*", "ui/**/*.*", "resources/lessons/*.yaml"):
    for file in sources.glob(pattern):
        if file.suffix in (".cpp", ".h", ".def", ".yaml"):
            for character in file.read_text(encoding="utf-8"):
                if ord(character) > 126 and ord(character) not in known:
                    missing.setdefault(character, file.relative_to(sources))
for character, file in missing.items():
    print(f"no font has U+{ord(character):04X} {character}, which is in {file}")
sys.exit(1 if missing else 0)
