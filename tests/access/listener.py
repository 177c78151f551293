"""What a screen reader has: the tree of a window by AT-SPI, what gets the focus, and keys. No picture."""
import ctypes
import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 30  # seconds: a sanitized program on a busy machine needs several to show its window


class Failed(Exception):
    pass


class Session:
    """An X display of its own and the bus of accessibility, in this process's session bus."""

    def __init__(self, folder):
        self.processes = []
        number = os.path.join(folder, "display")
        with open(number, "w") as file:
            self.start("Xvfb", "-displayfd", str(file.fileno()), "-screen", "0", "1366x768x24", "-ac", pass_fds=[file.fileno()])
        self.until(lambda: open(number).read().strip(), "Xvfb did not start")
        os.environ["DISPLAY"] = ":" + open(number).read().strip()
        self.start(launcher(), "--launch-immediately")

    def start(self, *command, **more):
        quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(subprocess.Popen(command, **{**quiet, **more}))
        return self.processes[-1]

    @staticmethod
    def until(happens, otherwise):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := happens():
                return found
            time.sleep(0.1)
        raise Failed(otherwise)

    @staticmethod
    def give_keyboard():
        """Gives the keyboard to the largest window, as no window manager does it here."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(None))
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        found, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        unused = ctypes.c_ulong()
        x11.XQueryTree(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)), ctypes.byref(unused), ctypes.byref(unused),
                       ctypes.byref(found), ctypes.byref(count))
        windows = []
        for window in found[:count.value]:
            numbers = (ctypes.c_uint * 6)()  # x, y, width, height, border, depth
            x11.XGetGeometry(display, ctypes.c_ulong(window), ctypes.byref(unused),
                             *(ctypes.byref(numbers, 4 * i) for i in range(6)))
            windows.append((numbers[2] * numbers[3], window))
        if windows and max(windows)[0] > 100000:
            x11.XSetInputFocus(display, ctypes.c_ulong(max(windows)[1]), 1, ctypes.c_ulong(0))
        x11.XSync(display, 0)
        x11.XCloseDisplay(display)

    def end(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def launcher():
    """The program that starts the bus of accessibility; empty: it is not installed."""
    for path in "/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher":
        if os.access(path, os.X_OK):
            return path
    return ""


class Listener:
    """Remembers what got the focus and which notifications came, in order: what a screen reader would say."""

    def __init__(self, application):
        self.heard = []
        self.application = application
        self.listener = Atspi.EventListener.new(self.take)
        for kind in "object:state-changed:focused", "object:state-changed:showing":
            self.listener.register(kind)

    def take(self, event):
        try:
            if not event.detail1 or event.source.get_application().get_name() != self.application:
                return
            if event.type.endswith("focused"):
                self.heard.append((event.source.get_name(), event.source))
            elif event.source.get_role() == Atspi.Role.NOTIFICATION:
                for i in range(event.source.get_child_count()):
                    self.heard.append((event.source.get_child_at_index(i).get_name(), event.source))
        except GLib.Error:
            pass  # it is gone already

    def hear(self, seconds=0.05):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while GLib.MainContext.default().iteration(False):
                pass
            time.sleep(0.01)

    def until(self, happens, otherwise):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.hear()
            try:
                if found := happens():
                    return found
            except GLib.Error:
                pass  # something is gone while the tree is read
        raise Failed(otherwise() if callable(otherwise) else otherwise)

    def says(self, *words, do):
        """Does it, and waits until something with these words is said. Returns all that was said until then."""
        begin = len(self.heard)
        do()
        found = self.until(
            lambda: [text for text, _ in self.heard[begin:] if all(word in text for word in words)],
            lambda: f"nothing with {words} was said, but {[text for text, _ in self.heard[begin:]]}")
        self.hear(0.6)  # whether it is said twice
        same = [text for text, _ in self.heard[begin:] if text == found[0]]
        if len(same) != 1:
            raise Failed(f"said {len(same)} times: {found[0]}")
        return found[0]


class Portal:
    """Says as a desktop does that it wants no animations."""

    XML = """<node><interface name="org.freedesktop.portal.Settings">
        <method name="ReadAll"><arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/></method>
        <signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal></interface></node>"""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        description = Gio.DBusNodeInfo.new_for_xml(self.XML).interfaces[0]
        self.bus.register_object("/org/freedesktop/portal/desktop", description, self.answer)
        Gio.bus_own_name_on_connection(self.bus, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE)

    @staticmethod
    def answer(_bus, _sender, _path, _interface, _method, _arguments, call):
        call.return_value(GLib.Variant("(a{sa{sv}})", ({"org.gnome.desktop.interface": {"enable-animations": GLib.Variant("b", False)}},)))

    def change(self, animations):
        self.bus.emit_signal(None, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "SettingChanged",
                             GLib.Variant("(ssv)", ("org.gnome.desktop.interface", "enable-animations", GLib.Variant("b", animations))))


def key(name):
    """Presses a key as the keyboard does, by its X11 name."""
    code = {"Right": 0xFF53, "Left": 0xFF51, "Escape": 0xFF1B, "Tab": 0xFF09, "space": 0x20}.get(name) or ord(name)
    Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.SYM)


def children(thing):
    for i in range(thing.get_child_count()):
        if child := thing.get_child_at_index(i):
            yield child


def everything(thing, depth=0):
    yield thing
    if depth < 30:
        for child in children(thing):
            yield from everything(child, depth + 1)


def is_seen(thing):
    states = thing.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)


def actions(thing):
    """The names of its actions, in their order."""
    action = thing.get_action_iface()
    return [Atspi.Action.get_action_name(action, i) for i in range(Atspi.Action.get_n_actions(action))] if action else []


def act(thing, name):
    names = actions(thing)
    if name not in names:
        raise Failed(f"{thing.get_name()!r} has no action {name!r}, only {names}")
    Atspi.Action.do_action(thing.get_action_iface(), names.index(name))


def application(name):
    desktop = Atspi.get_desktop(0)
    return next((child for child in children(desktop) if child.get_name() == name), None)


