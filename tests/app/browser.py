# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, told what to do over two pipes by its DevTools protocol."""

import base64
import json
import os
import queue
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
import zlib

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
SECONDS = 60  # for an answer; a browser that takes longer hangs


class Browser:
    """One page at a time; what goes wrong in it is in `errors`, what it asks for in `requests`."""

    def __init__(self, width=1200, height=800):
        self.folder = tempfile.TemporaryDirectory()
        theirs_in, self.out = os.pipe()
        self.into, theirs_out = os.pipe()
        # It expects its pipes at 3 and 4.
        command = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self.process = subprocess.Popen(
            ["sh", "-c", command, PROGRAM, "--headless", "--no-sandbox", "--disable-gpu",
             "--remote-debugging-pipe", f"--user-data-dir={self.folder.name}",
             f"--window-size={width},{height}", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(theirs_in)
        os.close(theirs_out)
        self.answers, self.events = queue.Queue(), queue.Queue()
        self.errors, self.requests, self.session, self.number = [], [], None, 0
        threading.Thread(target=self.listen, daemon=True).start()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def listen(self):
        pending = b""
        while part := os.read(self.into, 1 << 16):
            *whole, pending = (pending + part).split(b"\0")
            for message in map(json.loads, whole):
                (self.answers if "id" in message else self.events).put(message)
                self.note(message)

    def note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"]["exception"].get("description"))
        elif method == "Runtime.consoleAPICalled":
            self.errors.append(params["args"])
        elif method == "Log.entryAdded":
            self.errors.append(params["entry"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session is not None:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        answer = self.answers.get(timeout=SECONDS)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def theme(self, name):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": name}])
        self.settle()

    def open(self, path):
        self.errors.clear()
        self.requests.clear()
        self.call("Page.navigate", url=f"file://{path}")
        while self.events.get(timeout=SECONDS).get("method") != "Page.loadEventFired":
            pass
        self.settle()

    def value(self, expression):
        """What a JavaScript expression is; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def settle(self):
        """Until what was to be drawn has been."""
        self.value("new Promise((done) => requestAnimationFrame(() => "
                   "requestAnimationFrame(() => done(0))))")

    def text(self, selector):
        return self.value(f"document.querySelector({json.dumps(selector)}).innerText")

    def box(self, selector):
        """(left, top, width, height)"""
        return self.value(f"(() => {{ const box = document.querySelector({json.dumps(selector)})"
                          ".getBoundingClientRect();"
                          "return [box.left, box.top, box.width, box.height]; })()")

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)
        self.settle()

    def click(self, x, y):
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.mouse(kind, x, y, button="none" if kind == "mouseMoved" else "left", clickCount=1)

    def click_on(self, selector):
        left, top, width, height = self.box(selector)
        self.click(left + width / 2, top + height / 2)

    def key(self, key, **more):
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        codes = {"Enter": 13, "Tab": 9, "Escape": 27}
        more = {"key": key, "windowsVirtualKeyCode": codes.get(key, 0), **more}
        self.call("Input.dispatchKeyEvent", type="keyDown", **text, **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", **more)
        self.settle()

    def type(self, text):
        for letter in text:
            self.key(letter)

    def screenshot(self):
        """The window as a PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def close(self):
        """Ends it with its children, which may write to its folder a moment longer."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.out)
        for _ in range(50):
            try:
                return self.folder.cleanup()
            except OSError:
                time.sleep(0.1)
        return self.folder.cleanup()


def pixels(png):
    """(width, rows) of a PNG of eight bits a colour; a row is a list of (red, green, blue)."""
    at, data, header = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        header = struct.unpack(">IIBBBBB", body) if kind == b"IHDR" else header
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, depth, colors = header[:4]
    assert depth == 8 and colors in (2, 6), header
    size, raw = {2: 3, 6: 4}[colors], zlib.decompress(data)
    stride, before, rows = width * size, bytes(width * size), []
    for y in range(height):
        begin = y * (stride + 1)
        before = unfiltered(raw[begin], bytearray(raw[begin + 1:begin + 1 + stride]), before, size)
        rows.append([tuple(before[x:x + 3]) for x in range(0, stride, size)])
    return width, rows


def unfiltered(kind, row, above, size):
    """A row of a PNG from what was written of it, by the filter of that number."""
    for i in range(len(row)):
        a, b = row[i - size] if i >= size else 0, above[i]
        if kind == 4:
            c = above[i - size] if i >= size else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        row[i] = row[i] + (0, a, b, (a + b) // 2, nearest if kind == 4 else 0)[kind] & 255
    return bytes(row)
