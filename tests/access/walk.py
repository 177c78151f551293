#!/usr/bin/env python3
"""walk.py PROGRAM: walks blind through the window, as a screen reader lets people do it: only by AT-SPI, in both languages.

The handshake step by step, a what-if, a plot, a quiz. Each check is a sentence. Ends with 77, which ctest calls skipped, where
something is missing (Debian: apt-get install xvfb dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi).
"""
import os
import shutil
import subprocess
import sys
import tempfile


def skip(what):
    print(f"skipped: {what}")
    sys.exit(77)


def in_session():
    """Goes on in a session bus and a home of its own."""
    for program in "Xvfb", "dbus-run-session":
        if not shutil.which(program):
            skip(f"there is no {program}")
    with tempfile.TemporaryDirectory(prefix="tcpstage-walk.", ignore_cleanup_errors=True) as home:
        os.mkdir(os.path.join(home, "runtime"), 0o700)
        environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": os.path.join(home, "runtime"), "LC_ALL": "C.UTF-8",
                       "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb", "TCPSTAGE_WALK": home}
        for name in "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS":
            environment.pop(name, None)
        return subprocess.call(["dbus-run-session", "--", sys.executable, *sys.argv], env=environment)


class Walk:
    """The window with a lesson, in one language."""

    def __init__(self, program, session, lesson, language, options=()):
        home = tempfile.mkdtemp(dir=os.environ["TCPSTAGE_WALK"])  # without the work of the walk before
        own = {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        for last in False, False, True:  # the bus of accessibility may start at the same moment, and lose the program
            self.process = session.start(program, lesson, "--lang", language, *options, env={**os.environ, **own})
            try:
                self.app = session.until(lambda: at.application("TCP Stage"), "the window is not in the tree of accessibility")
                break
            except at.Failed:
                if last:
                    raise
                self.end()
        self.ears = at.Listener("TCP Stage")
        self.ears.until(self.canvases, "no canvas is seen")
        session.give_keyboard()
        self.stage = self.ears.until(lambda: next(filter(self.has_keyboard, self.canvases()), None), "the stage has not got the keyboard")

    def end(self):
        self.process.terminate()
        self.process.wait(20)

    @staticmethod
    def has_keyboard(thing):
        return any(each.get_state_set().contains(at.Atspi.StateType.FOCUSED) for each in (thing, *at.children(thing)))

    def canvases(self):
        return [each for each in at.everything(self.app) if each.get_role() == at.Atspi.Role.CANVAS and at.is_seen(each)]

    def things(self):
        """Everything on the canvases by name; what is also in the details is that of the stage."""
        found = [child for canvas in self.canvases() for child in at.children(canvas)]
        names = {}
        for child in sorted(found, key=lambda child: -len(at.actions(child))):
            names.setdefault(child.get_name(), child)
        return names

    def thing(self, *words):
        def found():
            return next((thing for name, thing in self.things().items() if all(word in name for word in words)), None)
        return self.ears.until(found, lambda: f"nothing on the stage says {words}, only {sorted(self.things())}")

    def button(self, name):
        def found():
            return next((each for each in at.everything(self.app) if each.get_name() == name and "Press" in at.actions(each)), None)
        return self.ears.until(found, f"there is no button {name!r}")

    def step(self, *words):
        return self.ears.says(*words, do=lambda: at.key("Right"))


def expect(holds, sentence):
    if not holds:
        raise at.Failed(sentence)


def handshake(walk):
    """Each step of the handshake is said once, and its segments, states and variables are on the stage."""
    walk.step("LISTEN")
    walk.step("connect()", "SYN-SENT")
    walk.step("SYN", "seq=100")
    walk.thing("Client: SYN, seq=100", "under way")
    walk.step("RCV.NXT = 101")
    walk.thing("Client: SYN, seq=100", "has arrived")
    walk.thing("Server: SYN-RECEIVED", "now")
    walk.step("seq=300 ack=101")
    walk.step("client enters ESTABLISHED")
    walk.thing("Client: ESTABLISHED", "now")
    variable = walk.thing("Client: SND.UNA", "101", "before: 100")
    expect("SYN" in variable.get_description(), "a variable says why it is so")
    expect(at.Atspi.Value.get_current_value(variable) == 101, "a variable has its number as value")
    walk.ears.says("Server sends its 1st segment", "RFC 9293", do=lambda: at.act(walk.thing("Server: SYN, ACK"), "why"))
    walk.step("ACK")
    walk.step("ESTABLISHED")
    walk.ears.says("end", do=lambda: at.key("Right"))


def again(walk):
    """A button steps, too, and that is said although the stage has not got the keyboard."""
    for _ in range(4):
        at.key("Left")
        walk.ears.hear(0.4)
    at.act(walk.button("Next step"), "SetFocus")
    walk.ears.hear(0.5)
    walk.ears.says("client enters ESTABLISHED", do=lambda: at.key("space"))
    at.act(walk.thing("Client: SYN,"), "SetFocus")
    expect(walk.ears.until(lambda: walk.thing("Client: SYN,").get_state_set().contains(at.Atspi.StateType.FOCUSED), "not focused"),
           "a segment can have the keyboard")


def what_if(walk):
    """The SYN is dropped by its own action: that is a branch, in which it is lost."""
    syn = walk.thing("Client: SYN, seq=100")
    expect({"Press", "ShowMenu", "why", "drop", "duplicate", "delay", "corrupt", "edit"} <= set(at.actions(syn)),
           f"a segment can be dropped and more: {at.actions(syn)}")
    walk.ears.says("Drop segment", do=lambda: at.act(syn, "ShowMenu"))
    at.key("Escape")
    walk.ears.hear(0.5)
    syn = walk.thing("Client: SYN, seq=100")
    walk.ears.says("What if: SYN dropped", do=lambda: at.act(syn, "drop"))
    walk.step("lost", "Dropped by you")
    walk.thing("Client: SYN, seq=100", "dropped by you")


def plot(walk):
    """A plot has its present values as text."""
    walk.ears.says("Client: SND.UNA 100", "SND.NXT 101", do=lambda: at.key("3"))
    expect("SND.UNA" in walk.stage.get_description(), "the description has them as well")
    walk.ears.says("Ladder of segments.", do=lambda: at.key("1"))


def quiz(walk):
    """A question and its answers are said, then whether the answer is right, the reason and the score; and the review."""
    walk.ears.says("A: ", "B: ", "?", do=lambda: at.key("q"))
    first = walk.thing("A: ")
    expect(first.get_role() == at.Atspi.Role.PUSH_BUTTON, "an answer is a button")
    said = walk.ears.says(" of 1 right", do=lambda: at.act(first, "Press"))
    expect(said.startswith("Right.") or "the answer is" in said or "nothing is sent" in said or "Something is sent" in said,
           f"says which answer is right: {said}")
    walk.ears.says("", do=lambda: at.key("Right"))
    walk.ears.says("Prediction is over: ", " right", do=lambda: at.key("Escape"))
    at.key("Escape")
    walk.ears.hear(0.3)


def chinese(walk):
    """All of it in Chinese."""
    walk.step("LISTEN")
    walk.step("SYN-SENT")
    walk.step("SYN", "seq=100")
    walk.thing("SYN, seq=100", "在途")
    walk.thing("客户端: SYN-SENT", "当前")
    walk.ears.says("A: ", "答", do=lambda: at.key("q"))


def calm(walk):
    """Motion is reduced where the desktop says so, and again not when it says the contrary."""
    def is_calm():
        return any(each.get_name() == "Reduce motion" and each.get_state_set().contains(at.Atspi.StateType.CHECKED)
                   for each in at.everything(walk.app))
    walk.ears.until(is_calm, "the desktop wants no animations, but motion is not reduced")
    walk.portal.change(True)
    walk.ears.until(lambda: not is_calm(), "the desktop wants animations again, but motion is reduced")


def at_step(walk):
    """--step 4 opens after four steps: the fifth is the next one."""
    walk.thing("Client: SYN, seq=100", "has arrived")
    walk.step("seq=300 ack=101")


def at_time(walk):
    """--at 150ms opens there: the SYN has arrived, and its answer is under way."""
    walk.thing("Server: SYN, ACK", "under way")
    walk.step("client enters ESTABLISHED")


def in_view(walk):
    """--view time-sequence opens with that plot, whose values are said."""
    walk.ears.says("SND.UNA 100", do=lambda: at.key("Right"))


def main():
    if len(sys.argv) != 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    session = at.Session(os.environ["TCPSTAGE_WALK"])
    failed = 0
    try:
        for language, parts, *options in (("en", (handshake, again, what_if, plot, quiz)), ("zh", (chinese,)), ("en", (calm,)),
                                          ("en", (at_step,), "--step", "4"), ("en", (at_time,), "--at", "150ms"),
                                          ("en", (in_view,), "--view", "time-sequence", "--step", "3")):
            portal = at.Portal() if calm in parts else None
            try:
                walk = Walk(os.path.realpath(sys.argv[1]), session, "three-way-handshake", language, options)
            except at.Failed as why:
                failed += 1
                print(f"FAILED: {why}", flush=True)
                break
            walk.portal = portal
            for part in parts:
                try:
                    part(walk)
                    print(f"ok: {part.__doc__}", flush=True)
                except at.Failed as why:
                    failed += 1
                    print(f"FAILED: {part.__doc__}\n    {why}", flush=True)
                    break
            walk.end()
            session.until(lambda: not at.application("TCP Stage"), "the window does not end")
    finally:
        session.end()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if "TCPSTAGE_WALK" not in os.environ:
        sys.exit(in_session())
    try:
        import listener as at
    except (ImportError, ValueError) as missing:
        skip(missing)
    if not at.launcher():
        skip("there is no at-spi-bus-launcher")
    main()
