#!/usr/bin/env python3
"""page_test.py PROGRAM [--short] [LESSON[:VIEW]...]: whether pages do in a browser what they should.

Without lessons it takes all built-in ones, which is half an hour; --short takes seconds: fewer steps, not what waits for the clock of a page, and of all lessons but the first only their pictures. Each check is a sentence. Ends with 77,
which ctest calls skipped, where there is no Chromium (Debian: apt-get install chromium).
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback

from browser import Browser, find_browser

# Of 8 x 8 pixels the mean colour may differ by so much of 255, and so few of them more than a little: the letters of
# two renderers are not the same. A label or an arrow that is elsewhere differs by far more.
MOST, A_LITTLE, FEW = 60, 24, 0.004

COMPARE = """async (a, b) => {
    const load = async data => { const i = new Image(); i.src = 'data:image/png;base64,' + data; await i.decode(); return i; };
    const [one, two] = [await load(a), await load(b)];
    if (one.width !== two.width || one.height !== two.height) return 'sizes ' + [one.width, one.height, two.width, two.height];
    const pixels = image => { const c = document.createElement('canvas'); c.width = image.width; c.height = image.height;
        const d = c.getContext('2d'); d.drawImage(image, 0, 0); return d.getImageData(0, 0, c.width, c.height).data; };
    const p = pixels(one), q = pixels(two), w = one.width, h = one.height, cells = [];
    for (let y = 0; y + 8 <= h; y += 8)
        for (let x = 0; x + 8 <= w; x += 8) {
            const sum = [0, 0, 0];
            for (let j = y; j < y + 8; ++j)
                for (let i = x; i < x + 8; ++i)
                    for (let c = 0; c < 3; ++c) sum[c] += p[4 * (j * w + i) + c] - q[4 * (j * w + i) + c];
            cells.push([Math.max(...sum.map(s => Math.abs(s) / 64)), x, y]);
        }
    cells.sort((m, n) => n[0] - m[0]);
    return [cells[0], cells.filter(c => c[0] > LITTLE).length / cells.length];
}""".replace("LITTLE", str(A_LITTLE))


class Page:
    """The page of a lesson in a browser."""

    def __init__(self, program, browser, lesson, folder, view=None):
        self.program, self.browser, self.lesson, self.folder, self.view = program, browser, lesson, folder, view
        self.file = os.path.join(folder, os.path.basename(lesson) + ".html")
        self.run("render", lesson, "-o", self.file, *(["--view", view] if view else []))
        self.data = json.loads(self.text().split('id="data">')[1].split("</script>")[0])["lessons"][0]
        self.steps = len(self.data["times"]) - 1
        self.short = "--short" in sys.argv

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, capture_output=True, text=True).stdout

    def text(self):
        with open(self.file, encoding="utf-8") as file:
            return file.read()

    def open(self, address="", width=1366, height=768, touch=False):
        self.browser.size(width, height, touch)
        self.browser.open("file://" + self.file + address)

    def step(self):
        return int(self.browser.value("new URLSearchParams(location.hash.slice(1)).get('step')") or -1)

    def stands(self, step):
        """The picture has come to the step, which is in the address."""
        count = self.data["opening"]
        shown = f"{step - count}" if step >= count else f"{step}"
        self.browser.until(f"location.hash.includes('step={step}') && document.getElementById('count').textContent.match(/\\d+/)[0] === '{shown}'")

    def picture(self):
        """The marks of the centre as one text; not their titles."""
        return self.browser.value("document.querySelector('#centre svg').innerHTML")

    def settles(self):
        """Waits until nothing moves."""
        self.browser.value("new Promise(done => { let was = ''; const look = () => { const is = document.querySelector('#centre svg').innerHTML;"
                           " if (is === was) done(); else { was = is; setTimeout(look, 60); } }; look(); })")


def check(condition, words):
    if not condition:
        raise AssertionError(words)


def is_one_file_that_asks_for_nothing_and_has_no_fault(page):
    page.open()
    check(page.browser.faults() == [], page.browser.faults())
    group = {one["id"]: one["group"] for one in json.loads(page.run("list", "--format", "json"))}.get(page.lesson)
    size = os.path.getsize(page.file)
    check(size <= (1 << 20) or group != "basics", f"{size} octets")


def shows_the_pictures_of_render(page):
    view = page.view or "ladder"
    centre = next(one for one in page.data["pictures"] if one["kind"] == "centre")
    width, height = centre["size"]
    compared = 2 if page.short else 5
    for i in range(compared):
        step = max(1, round(page.steps * (i + 1) / compared))
        page.open(f"?bare&theme=light&lang=en#step={step}", width, height)
        seen = page.browser.picture()
        drawn = os.path.join(page.folder, "drawn.png")
        page.run("render", page.lesson, "-o", drawn, "--view", view, "--size", f"{width}x{height}", "--step", str(step), "--lang", "en")
        with open(drawn, "rb") as file:
            wanted = file.read()
        code = [json.dumps(base64.b64encode(one).decode()) for one in (seen, wanted)]
        result = page.browser.value(f"({COMPARE})({code[0]}, {code[1]})")
        same = not isinstance(result, str) and result[0][0] <= MOST and result[1] <= FEW
        if not same:
            for name, octets in (("seen", seen), ("wanted", wanted)):
                with open(os.path.join(page.folder, f"{page.lesson}-{step}-{name}.png"), "wb") as file:
                    file.write(octets)
        check(same, f"step {step}: {result}")


def steps_both_ways_with_keys_to_the_same_pictures(page):
    page.open(f"?theme=light&lang=en#step={page.data['opening']}")
    start = page.data["opening"]
    forth = [page.picture()]
    for key in ("ArrowRight", "PageDown", " ", "Enter")[:page.steps - start]:
        page.browser.key(key)
        page.settles()
        forth.append(page.picture())
        check(page.step() == start + len(forth) - 1, f"{key}: step {page.step()}")
    check(len(set(forth)) == len(forth) or page.view, "some steps look the same")
    for number, key in zip(range(len(forth) - 2, -1, -1), ("ArrowLeft", "PageUp", "Backspace", "ArrowLeft")):
        page.browser.key(key)
        page.settles()
        check(page.picture() == forth[number], f"{key}: another picture than forwards")
    page.browser.key("End")
    page.stands(page.steps)
    page.browser.key("ArrowRight")
    check(page.step() == page.steps, "goes on after the end")
    page.browser.key("Home")
    page.stands(0)


def moves_between_steps_and_not_where_motion_is_unwanted(page):
    probe = ("new Promise(done => { const seen = new Set(), s = document.querySelector('#centre svg');"
             " document.getElementById('next').click(); const look = () => { seen.add(s.innerHTML); if (performance.now() < end) requestAnimationFrame(look);"
             " else done(seen.size); }; const end = performance.now() + 500; look(); })")
    page.open(f"?lang=en#step={page.data['opening']}")
    check(page.browser.value(probe) > 3, "no motion")
    page.browser.media(prefers_reduced_motion="reduce")
    page.open(f"?lang=en#step={page.data['opening']}")
    check(page.browser.value(probe) <= 2, "motion although it is unwanted")
    page.browser.media()


def plays_until_the_end(page):
    page.open(f"?lang=en#step={max(0, page.steps - 2)}")
    page.browser.value("document.getElementById('speed').value = '4'")
    page.browser.key("p")
    check(page.browser.value("document.getElementById('play').getAttribute('aria-label')") == "Pause", "does not play")
    page.browser.until(f"location.hash.includes('step={page.steps}')", 60)
    page.browser.until("document.getElementById('play').getAttribute('aria-label') === 'Play'", 60)


def says_what_the_captions_say(page):
    if page.data["worlds"]:
        return
    captions = json.loads(page.run("run", page.lesson, "--format", "json"))["captions"]
    check(len(captions) == page.steps + 1, f"{len(captions)} captions, {page.steps} steps")
    for lang, stop in (("en", ". "), ("zh", "。")):
        page.open(f"?lang={lang}#step=0")
        for number in sorted({0, 1, page.steps // 2, page.steps}):
            said = captions[number]
            page.browser.value(f"location.hash = 'step={number}'")
            page.stands(number)
            title, text = said["title"][lang], said["text"][lang]
            wanted = title + (("" if title[-1] in ".。?？" else stop.strip()) + (" " if lang == "en" else "") + text if text else "")
            spoken = page.browser.value("document.querySelector('[aria-live]').textContent")
            check(spoken == wanted, f"step {number}: {spoken!r}, not {wanted!r}")
            check(page.browser.value("document.querySelector('.caption h2').textContent") == title, "another title")


def begins_in_the_language_of_the_browser_and_can_be_switched(page):
    title = page.data["title"]
    for accepted, lang, other in (("zh-CN,zh", "zh", "en"), ("en-GB,en", "en", "zh")):
        page.browser.languages(accepted)
        page.open()
        check(page.browser.value("document.title") == title[lang], f"{accepted}: not {lang}")
        page.browser.click("#language")
        page.browser.until(f"document.title === {json.dumps(title[other])}")
        check(f"lang={other}" in page.browser.value("location.hash"), "the address does not keep the language")
    page.browser.languages("fr")
    page.open()
    check(page.browser.value("document.documentElement.lang") == "en", "fr: not the language of the file")
    page.open("?lang=zh")
    check(page.browser.value("document.documentElement.lang") == "zh-CN", "?lang=zh does nothing")
    page.browser.languages("en")


def wears_the_theme_of_the_system_or_of_the_reader(page):
    ground = "getComputedStyle(document.body).backgroundColor"
    page.browser.media(prefers_color_scheme="dark")
    page.open()
    dark = page.browser.value(ground)
    page.browser.click("#theme")
    light = page.browser.value(ground)
    page.browser.media(prefers_color_scheme="light")
    page.open()
    check(dark != light and page.browser.value(ground) == light, f"dark {dark}, light {light}")


def can_be_used_with_fingers_on_a_phone(page):
    for width, height in ((390, 844), (844, 390)):
        page.open("?lang=en#step=1", width, height, touch=True)
        page.browser.swipe(300, 100)
        page.stands(2)
        page.browser.swipe(100, 300)
        page.stands(1)
        box = page.browser.value("(r => [r.left, r.top, r.width, r.height])(document.getElementById('centre').getBoundingClientRect())")
        page.browser.tap(box[0] + box[2] * 0.8, box[1] + box[3] / 2)
        page.stands(2)
        page.browser.tap(box[0] + box[2] * 0.2, box[1] + box[3] / 2)
        page.stands(1)
        seen = page.browser.value("['centre', 'next', 'back', 'language'].map(id => { const r = document.getElementById(id).getBoundingClientRect();"
                                  " return r.width > 0 && r.left >= 0 && r.top >= 0 && r.right <= innerWidth + 1 && r.bottom <= innerHeight + 1; })")
        check(all(seen), f"{width}x{height}: outside the screen: {seen}")
        check(page.browser.value("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen")
        large = page.browser.value("(r => r.width >= 44 && r.height >= 38)(document.getElementById('next').getBoundingClientRect())")
        check(large, "the button is small")


def asks_and_judges_predictions(page):
    if not page.data["questions"]:
        return
    first = min(int(step) for step in page.data["questions"])
    question = page.data["questions"][str(first)]
    page.open(f"?lang=en#step={first}")
    page.browser.click("#predict")
    page.browser.key("ArrowRight")
    page.browser.until("document.querySelector('#question .asked') !== null")
    check(page.browser.value("document.querySelector('#question .asked').textContent") == question[1][0], "another question")
    check(page.step() <= first + 1, "has gone on")
    page.browser.key("abcd"[question[2]])
    verdict = page.browser.value("document.querySelector('.verdict').textContent")
    check(verdict == "Right. " + question[3][question[2]][1][0], verdict)
    check("1 of 1" in page.browser.value("document.querySelector('.score').textContent"), "no score")
    page.browser.key("ArrowRight")
    page.stands(first + 1)


def prints_each_step_on_a_page_or_the_whole_run(page):
    if page.steps > 60:
        return
    page.open("?print=steps&lang=en")
    _, pages = page.browser.pages()
    check(pages == page.steps, f"{pages} pages for {page.steps} steps")
    page.open("?print=whole&lang=en")
    _, pages = page.browser.pages()
    centre = next(one for one in page.data["pictures"] if one["kind"] == "centre")
    check(pages == len(centre.get("sheets", {"en": [0]})["en"]), f"{pages} pages for the whole run")


def names_what_is_in_the_picture(page):
    page.open(f"#step={page.steps}")
    ids = page.browser.value("Array.from(document.querySelectorAll('[id]')).map(e => e.id)")
    check(len(ids) == len(set(ids)), "an id twice: " + str({one for one in ids if ids.count(one) > 1}))
    if page.view is None:
        check(page.browser.value("document.querySelectorAll('#centre g[id^=segment] > title').length") > 0, "no segment has a title")


def links_open_their_step(page):
    for step in (1, page.steps):
        page.open(f"#step={step}")
        page.stands(step)
    page.open("#step=999999")
    page.stands(page.steps)
    page.open("#step=%3Cscript%3E&lang=%22&depth=x&lesson=%3C")
    check(page.browser.faults() == [], page.browser.faults())


HOUR = """title: {en: "Opening and closing", zh: "建立与关闭"}
lessons:
  - lesson: three-way-handshake
    step: 2
    notes: {en: "Ask: why not two?"}
  - lesson: udp
  - three-way-handshake
"""


def goes_through_the_lessons_of_an_hour(page):
    """Each begins where the hour says; the reader goes on to the next, back to the one before, or chooses one."""
    hour = os.path.join(page.folder, "hour.yaml")
    with open(hour, "w", encoding="utf-8") as file:
        file.write(HOUR)
    all_of_them = Page(page.program, page.browser, hour, page.folder)
    browser = page.browser
    check("why not two?" not in all_of_them.text(), "what only the speaker reads")
    lesson, last = "new URLSearchParams(location.hash.slice(1)).get('lesson')", all_of_them.steps

    def stands(part, step):
        title = {"udp": "UDP: none of this (not TCP)"}.get(part, "Three-way handshake")
        browser.until(f"document.readyState === 'complete' && {lesson} === '{part}' && location.hash.includes('step={step}')"
                      f" && document.getElementById('title').textContent === '{title}'")

    all_of_them.open("?lang=en")
    browser.until("document.title === 'Opening and closing · Three-way handshake'")
    check(browser.value("document.getElementById('count').textContent").startswith("Step 2 of"), "begins at another step")
    browser.key("End")
    stands("three-way-handshake", last)
    check(browser.value("document.getElementById('nextPart').textContent") == "Next lesson: UDP: none of this (not TCP) →", "what comes next")
    browser.key("PageDown")
    stands("udp", 0)
    browser.key("ArrowLeft")
    stands("three-way-handshake", last)
    browser.click("#nextPart")
    stands("udp", 0)
    browser.value("(s => { s.value = 2; s.dispatchEvent(new Event('change')); })(document.getElementById('part'))")
    stands("three-way-handshake-2", 0)
    browser.key("End")
    browser.key("ArrowRight")
    check(browser.value("document.getElementById('nextPart').hidden"), "something after the last lesson")
    browser.click("#language")
    browser.until("document.title === '建立与关闭 · 三次握手'")
    check(browser.faults() == [], browser.faults())


CHECKS = [is_one_file_that_asks_for_nothing_and_has_no_fault, shows_the_pictures_of_render, says_what_the_captions_say,
          steps_both_ways_with_keys_to_the_same_pictures, moves_between_steps_and_not_where_motion_is_unwanted, plays_until_the_end,
          begins_in_the_language_of_the_browser_and_can_be_switched, wears_the_theme_of_the_system_or_of_the_reader,
          can_be_used_with_fingers_on_a_phone, asks_and_judges_predictions, prints_each_step_on_a_page_or_the_whole_run,
          names_what_is_in_the_picture, links_open_their_step, goes_through_the_lessons_of_an_hour]


LONG = [plays_until_the_end]
OF_PICTURES = [is_one_file_that_asks_for_nothing_and_has_no_fault, shows_the_pictures_of_render]


def main():
    program, lessons = sys.argv[1], [one for one in sys.argv[2:] if one != "--short"]
    checks = [one for one in CHECKS if one not in LONG or "--short" not in sys.argv]
    path = find_browser()
    if not path:
        print("skipped: there is no Chromium here; with Debian's package chromium the pages are tried in it")
        return 77
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    wanted = os.environ.get("TCPSTAGE_PAGE_CHECKS", "").split()
    if not lessons:
        listed = subprocess.run([program, "list", "--format", "json"], check=True, capture_output=True, text=True).stdout
        lessons = [one["id"] for one in json.loads(listed)]
    failed = 0
    folder = tempfile.mkdtemp(prefix="tcpstage-page-")
    browser = Browser(path)
    try:
        for lesson in lessons:
            name, _, view = lesson.partition(":")
            page = Page(program, browser, name, folder, view or None)
            for one in checks:
                if (wanted and one.__name__ not in wanted) or (page.short and lesson != lessons[0] and one not in OF_PICTURES):
                    continue
                began = time.monotonic()
                try:
                    one(page)
                except (AssertionError, RuntimeError) as fault:
                    failed += 1
                    print(f"{lesson}: FAILED: {one.__name__.replace('_', ' ')}: {fault}", flush=True)
                    if os.environ.get("TCPSTAGE_PAGE_TRACE"):
                        traceback.print_exc()
                if os.environ.get("TCPSTAGE_PAGE_TRACE"):
                    print(f"{lesson}: {time.monotonic() - began:.1f} s: {one.__name__}", flush=True)
    finally:
        browser.close()
    print(f"{len(lessons)} pages, {failed} faults" + (f"; pictures in {folder}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
