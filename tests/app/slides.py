"""A presentation is one that other programs open: slides.py PROGRAM FOLDER. Exit code 77: LibreOffice is not there."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
import zipfile

program, folder = sys.argv[1:3]
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def run(*arguments):
    subprocess.run(arguments, check=True, timeout=100, stdout=subprocess.DEVNULL)


def texts(root):
    return ["".join(text.text or "" for text in paragraph.iter(DRAWING + "t")) for paragraph in root.iter(DRAWING + "p")]


def check(lesson, language, steps):
    path = os.path.join(folder, f"{lesson}.pptx")
    run(program, "render", lesson, "-o", path, "--steps", steps, "--lang", language, "--size", "640x360")
    first, last = map(int, steps.split("-"))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml" and len(set(names)) == len(names)
        parts = {name: xml.fromstring(archive.read(name)) for name in names if not name.endswith(".png")}
        pictures = {name: archive.read(name) for name in names if name.endswith(".png")}
    types = parts["[Content_Types].xml"]
    endings = {each.get("Extension") for each in types if each.get("Extension")}
    known = {each.get("PartName") for each in types if each.get("PartName")}
    assert all(part[1:] in names for part in known), known
    for name in names[1:]:
        assert "/" + name in known or name.rsplit(".", 1)[1] in endings - {"xml"}, f"{name} has no type"
    for name in [each for each in names if each.endswith(".rels")]:
        base = os.path.dirname(os.path.dirname(name))
        for relation in parts[name].iter(REL + "Relationship"):
            target = os.path.normpath(os.path.join(base, relation.get("Target")))
            assert target in names, f"{name} leads to {target}, which is not there"
    slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == last - first + 1, slides
    for number in range(1, len(slides) + 1):
        used = {part.get("Id"): part.get("Target") for part in parts[f"ppt/slides/_rels/slide{number}.xml.rels"]}
        text = xml.tostring(parts[f"ppt/slides/slide{number}.xml"], encoding="unicode")
        bitmap, vector = re.search(r'blip [^>]*embed="(\w+)"', text), re.search(r'svgBlip [^>]*embed="(\w+)"', text)
        assert used[bitmap.group(1)].endswith(f"image{number}.png") and used[vector.group(1)].endswith(f"image{number}.svg")
        assert pictures[f"ppt/media/image{number}.png"].startswith(b"\x89PNG")
        assert parts[f"ppt/media/image{number}.svg"].tag.endswith("}svg")
        assert texts(parts[f"ppt/slides/slide{number}.xml"]) and all(texts(parts[f"ppt/notesSlides/notesSlide{number}.xml"]))
    return path, texts(parts["ppt/notesSlides/notesSlide1.xml"]), len(slides)


english, notes, slides = check("three-way-handshake", "en", "3-5")
assert notes[0] == "First segment of the handshake: SYN, seq=100" and notes[-1].startswith("RFC 9293"), notes
chinese, notes, _ = check("why-2msl", "zh", "2-3")
assert "有 TIME-WAIT" in notes, notes
office = shutil.which("soffice")
if not office:
    print("LibreOffice is not there: the presentation was not opened")
    sys.exit(77)
for path, count in (english, 3), (chinese, 2):
    run(office, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf", "--outdir", folder, path)
    with open(path.replace(".pptx", ".pdf"), "rb") as pdf:
        pages = len(re.findall(rb"/Type\s*/Page[^s]", pdf.read()))
    assert pages == count, f"{path}: {pages} pages"
