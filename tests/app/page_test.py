# SPDX-License-Identifier: Apache-2.0
"""The page of moccasin plot in a real browser: drawn, pointed at, searched, used by keys."""

import collections

import cli
import page
from browser import pixels
from cli import run
from page import GRAPH, STEPS, schedule

HIGHEST = 250 * 1.06  # bytes at the top of the chart: above the base order's peak, at sum
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 22, 46  # margins of the plot in its canvas


class Page(page.PageTest):
    def place(self, step, bytes_, steps=5, highest=HIGHEST):
        """Where in the window the middle of a step is, at so many bytes."""
        left, top, width, height = self.browser.box("#focus")
        plot = width - LEFT - RIGHT, height - TOP - BOTTOM
        return (left + LEFT + (step + 0.5) / steps * plot[0],
                top + TOP + (1 - bytes_ / highest) * plot[1])

    def tip(self):
        hidden = self.browser.value("document.querySelector('#tip').hidden")
        return None if hidden else [line for line in self.browser.text("#tip").split("\n") if line]

    def rows(self):
        return [row.split("\t") for row in self.browser.text("#rows").split("\n")]

    def test_hover_tells_of_a_tensor(self):
        self.open_small()
        self.assertIsNone(self.tip())
        self.browser.mouse("mouseMoved", *self.place(1, 50))
        self.assertEqual(self.tip(), [
            "load", "size", "100 bytes", "kind", "read", "live", "steps 0 to 1 (2, 4.00 us)",
            "written by", "load (0)", "copy", "1 of 2", "read by", "scale (1)",
            "step", "1, scale"])
        self.browser.mouse("mouseMoved", *self.place(4, 90))
        self.assertEqual(self.tip(), [
            "load#1", "size", "100 bytes", "kind", "read", "live", "steps 3 to 4 (2, 5.00 us)",
            "written by", "load (3)", "copy", "2 of 2, recomputed", "read by", "out (4)",
            "step", "4, out"])
        self.browser.mouse("mouseMoved", *self.place(4, 175))
        self.assertEqual(self.tip()[0], "out")
        self.assertIn("nobody; kept to the end", self.tip())
        self.browser.mouse("mouseMoved", *self.place(2, 20))
        self.assertEqual(self.tip()[:5], ["resident", "size", "40 bytes", "live", "always"])
        self.browser.mouse("mouseMoved", *self.place(2, 140))
        self.assertEqual(self.tip()[:3], ["workspace of sum", "size", "20 bytes"])
        self.browser.mouse("mouseMoved", *self.place(2, 190))  # above all that is live
        self.assertEqual(self.tip(), ["Step 2", "runs", "sum", "live", "150 B"])
        self.browser.mouse("mouseMoved", 10, 10)
        self.assertIsNone(self.tip())

    def test_the_table_follows_the_pointer(self):
        self.open_small()
        self.assertEqual(self.browser.text("#heading").split("\n"),
                         ["At the peak, step 1: scale", "200 B live, 2 tensors"])
        self.assertEqual(self.rows(), [["resident", "40 B", "", ""], ["load", "100 B", "0", "1"],
                                       ["scale", "60 B", "1", "2"]])
        self.browser.mouse("mouseMoved", *self.place(3, 50))
        self.assertEqual(self.browser.text("#heading").split("\n"),
                         ["At step 3: load",
                          "170 B live, 2 tensors; this run is a recomputation"])
        self.assertEqual(self.rows()[1:],
                         [["load#1", "100 B", "3", "4"], ["sum", "30 B", "2", "4"]])
        self.browser.click_on("[data-sort=name]")
        self.browser.click_on("[data-sort=name]")  # the pointer has left, and the step stays
        self.assertEqual([row[0] for row in self.rows()], ["resident", "sum", "load#1"])
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('th')].map((head) => head.ariaSort)"),
            ["descending", "none", "none", "none"])
        self.browser.click_on("#rows tr:last-child")
        self.assertEqual(self.browser.text("#details .what"), "load#1")
        self.browser.key("Escape")
        self.assertEqual(self.browser.text("#heading").split("\n")[0], "At the peak, step 1: scale")

    def test_a_click_chooses_and_escape_lets_go(self):
        self.open_small()
        self.browser.click(*self.place(1, 170))
        self.assertEqual(self.browser.text("#details .what"), "scale")
        self.browser.key("Escape")  # what is pointed at
        self.browser.key("Escape")
        self.assertTrue(self.browser.value("document.querySelector('#details').hidden"))

    def test_figures(self):
        self.open_small(status="feasible")
        self.assertEqual(self.browser.text("#figures").split("\n"), [
            "peak", "200 B 80.0 % of base order", "budget", "215 B feasible",
            "time", "13.0 us +30.0 %", "steps", "5 1 run again"])
        self.assertEqual(self.browser.text("#name"), "small")
        self.assertEqual(self.browser.value("document.title"), "small - moccasin")

    def said(self):
        return self.browser.value("document.querySelector('#said').textContent")

    def label(self):
        return self.browser.value("document.querySelector('#focus').ariaLabel")

    def test_keys(self):
        self.open_small()
        for _ in range(40):
            self.browser.key("Tab")
            if self.browser.value("document.activeElement.id") == "focus":
                break
        else:
            self.fail("the chart is not reached by Tab")
        self.browser.key("Home")
        self.assertTrue(self.said().startswith("Step 0: runs load; live 140 B"), self.said())
        self.browser.key("ArrowRight")
        self.browser.key("ArrowRight")
        self.assertTrue(self.said().startswith("Step 2: runs sum"), self.said())
        self.browser.key("ArrowUp")
        self.assertTrue(self.said().startswith("resident: size 40 bytes"), self.said())
        self.browser.key("ArrowUp")
        self.assertTrue(self.said().startswith("scale: size 60 bytes; kind mul; "), self.said())
        self.browser.key("Enter")
        self.assertEqual(self.browser.text("#details .what"), "scale")
        self.assertEqual(self.label(), "Live memory of again, steps 0 to 4, up to 265 B")
        self.browser.key("/")
        self.assertEqual(self.browser.value("document.activeElement.id"), "query")

    def test_search(self):
        self.open_small()
        self.browser.key("/")
        self.browser.type("LOAD")
        self.assertEqual(self.browser.text("#found"), "2 buffers")
        self.assertEqual([row[0] for row in self.rows()], ["load", "load#1"])
        self.browser.key("Enter")
        self.browser.key("Enter")
        self.assertEqual(self.browser.text("#details .what"), "load#1")
        self.browser.key("Escape")  # what is chosen, and not the query
        self.assertTrue(self.browser.value("document.querySelector('#details').hidden"))
        self.assertEqual(self.browser.value("document.querySelector('#query').value"), "LOAD")
        self.browser.type("x")
        self.assertEqual(self.browser.text("#found"), "0 buffers")

    def test_what_has_no_bytes_is_found(self):
        nodes = [{**node, "size": 0} if node["id"] == "sum" else node for node in GRAPH["nodes"]]
        self.open(self.file("graph.json", {**GRAPH, "nodes": nodes}))
        self.browser.key("/")
        self.browser.type("sum")
        self.assertEqual(self.browser.text("#found"), "1 buffer")
        self.assertEqual(self.rows(), [["sum", "0 B", "2", "3"]])
        self.browser.key("Enter")
        self.assertEqual(self.browser.text("#details .what"), "sum")

    def test_schedules_and_axes_are_switched(self):
        self.open_small()
        self.browser.click_on("[data-axis=time]")
        # scale runs from 3 to 4 us of 13.
        self.browser.mouse("mouseMoved", *self.place(3, 170, steps=13))
        self.assertEqual(self.tip()[0], "scale")
        self.browser.value("(() => { const select = document.querySelector('#schedule');"
                           "select.value = '1'; select.dispatchEvent(new Event('change')); })()")
        self.browser.settle()
        self.assertEqual(self.browser.text("#heading").split("\n")[0], "At the peak, step 2: sum")
        self.browser.click_on("[data-bands=kinds]")
        self.browser.mouse("mouseMoved", *self.place(5, 50, steps=13))  # sum, 4 to 8 us of 10
        self.assertEqual(self.tip(), ["read", "size", "100 B", "tensors", "1", "largest",
                                      "load (100 B)", "step", "2, sum"])

    def test_the_arena(self):
        placed = self.path("placed.json")
        graph = self.file("graph.json", GRAPH)
        code, _, err = run("solve", graph, "-b", "100%", "-w", 100000, "-q", "--arena", "-o",
                           placed)
        self.assertEqual(code, 0, err)
        self.open(graph, placed)
        step = self.load(placed)["steps"][1]
        self.assertEqual(step["node"], "scale")
        self.browser.click_on("[data-view=arena]")
        self.assertTrue(self.label().startswith("Arena of placed, steps 0 to 3"), self.label())
        highest = self.load(placed)["arena"] * 1.06
        self.browser.mouse("mouseMoved", *self.place(1, step["offsets"][0] + 30, 4, highest))
        self.assertEqual(self.tip()[0], "scale")
        self.assertIn(f"{step['offsets'][0]} of the arena", self.tip())
        offset = self.load(placed)["steps"][0]["offsets"][0]
        self.browser.mouse("mouseMoved", *self.place(1, offset + 50, 4, highest))
        self.assertEqual(self.tip()[0], "load")
        offset = self.load(placed)["steps"][2]["workspace_offset"]
        self.browser.mouse("mouseMoved", *self.place(2, offset + 10, 4, highest))
        self.assertEqual(self.tip()[:3], ["workspace of sum", "size", "20 bytes"])
        self.assertIn(f"{offset} of the arena", self.tip())
        self.browser.value("document.querySelector('#focus').focus()")
        seen = []
        for key in ["ArrowDown"] * 4 + ["ArrowUp"] * 3:
            self.browser.key(key)
            seen.append(self.said().split(":")[0])
        self.assertEqual(set(seen), {"workspace of sum", "load", "scale", "sum"})
        self.assertEqual(seen[-1], "workspace of sum")

    def test_names_are_texts(self):
        graph = {**GRAPH, "name": "</title><script>throw 1</script>",
                 "nodes": [{"id": "</script><script>throw 2</script>", "op": "<img src=x>",
                            "duration": 1, "size": 8},
                           {"id": "<b>&amp;", "op": "<!--", "duration": 1, "size": 8}],
                 "edges": []}
        self.open(self.file("graph.json", graph))
        self.assertEqual(self.browser.text("#name"), graph["name"])
        self.assertEqual([row[0] for row in self.rows()],
                         ["resident", graph["nodes"][0]["id"]])
        self.assertEqual(
            self.browser.value("document.querySelectorAll('script, img, b').length"), 2)
        self.assertIn("<img src=x>", self.browser.text("#legend"))

    def test_light_and_dark_are_drawn(self):
        self.open_small()
        grounds, seen = [], []
        for theme in ("light", "dark"):
            self.browser.theme(theme)
            width, rows = pixels(self.browser.screenshot())
            self.assertEqual((width, len(rows)), (1200, 800))
            grounds.append(rows[2][2])
            colors = collections.Counter(color for row in rows for color in row)
            x, y = map(int, self.place(0, 140 - 20))
            seen.append(rows[y][x])
            self.assertGreater(colors[rows[y][x]], 5000)  # the band of load
            self.assertGreater(len(colors), 50)
        self.assertGreater(sum(grounds[0]), 700)
        self.assertLess(sum(grounds[1]), 120)
        self.assertNotIn(seen[0], grounds)
        self.assertNotIn(seen[1], grounds)

    def test_a_narrow_window_has_all_of_it(self):
        self.browser.resize(360, 700)
        self.open_small()
        self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"), 360)
        self.browser.mouse("mouseMoved", *self.place(1, 50))
        self.assertEqual(self.tip()[0], "load")
        left, top, width, height = self.browser.box("#tip")
        self.assertTrue(0 <= left and left + width <= 360 and 0 <= top and top + height <= 700)

    def test_ten_thousand_steps(self):
        graph = self.path("graph.json")
        self.assertEqual(run("generate", "transformer", "--nodes", 10_000, "-o", graph)[0], 0)
        self.open(graph)
        left, top, width, height = self.browser.box("#focus")
        middle = left + width / 2, top + height / 2
        steps = int(self.browser.value("document.querySelector('#figures').lastElementChild"
                                       ".innerText.replace(/[^0-9]/g, '')"))
        self.assertGreater(steps, 9_000)
        label = self.label()
        for _ in range(12):
            self.browser.mouse("mouseWheel", *middle, deltaX=0, deltaY=-240)
        self.assertNotEqual(self.label(), label)
        first, last = self.steps_seen()
        self.assertLess(last - first, 200)
        self.assertGreater(first, 1000)
        self.assertIsNotNone(self.tip())
        self.browser.click_on("#all")
        self.assertEqual(self.label(), label)

    def steps_seen(self):
        label = self.label().replace("\u202f", "").replace(",", "")
        return [int(word) for word in label.split() if word.isdigit()][:2]

    def test_keys_buttons_and_drags_move_the_view(self):
        self.graph = self.file("graph.json", cli.chain(100))
        self.open(self.graph)
        self.browser.value("document.querySelector('#focus').focus()")
        self.browser.key("+")
        first, last = self.steps_seen()
        self.assertEqual((first, last), (37, 162))  # 200 / 1.6 around the middle
        self.browser.key("-")
        self.assertEqual(self.steps_seen(), [0, 199])
        self.browser.click_on("#in")
        self.browser.click_on("#in")
        first, last = self.steps_seen()
        left, top, width, height = self.browser.box("#focus")
        at = left + width / 2, top + height / 2
        self.browser.mouse("mousePressed", *at, button="left")
        self.browser.mouse("mouseMoved", at[0] + 100, at[1], button="left")
        self.browser.mouse("mouseReleased", at[0] + 100, at[1], button="left")
        moved = self.steps_seen()
        self.assertAlmostEqual(moved[1] - moved[0], last - first, delta=1)
        self.assertLess(moved[0], first)
        self.browser.click_on("#to-peak")
        seen = self.steps_seen()
        peak = int(self.browser.text("#heading").split("step ")[1].split(":")[0])
        self.assertTrue(seen[0] <= peak <= seen[1] and seen[1] - seen[0] < 20, (seen, peak))
        self.browser.key("0")
        self.browser.mouse("mouseWheel", *at, deltaX=0, deltaY=-400, modifiers=8)
        self.assertEqual(self.steps_seen(), [0, 199])  # with Shift: memory, not steps
        self.assertNotIn("up to 424 B", self.label())

    def focus_chart(self):
        self.browser.value("document.querySelector('#focus').focus()")

    def test_memory_is_zoomed_by_keys(self):
        self.open_small()
        self.focus_chart()
        self.browser.key("Home")
        self.browser.key("ArrowUp")
        self.browser.key("ArrowUp")
        self.assertTrue(self.said().startswith("load: "), self.said())
        for _ in range(4):
            self.browser.key("ArrowUp", modifiers=8)  # Shift
        # The middle of load, at 90 bytes, stays where it is: 90 + (265 - 90) / 1.6^4.
        self.assertIn("up to 117 B", self.label())
        for _ in range(4):
            self.browser.key("ArrowDown", modifiers=8)
        self.assertIn("up to 265 B", self.label())

    def test_rows_are_chosen_by_keys(self):
        self.open_small()
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('#rows tr')].map((row) => row.tabIndex)"), [-1, 0, -1])
        self.browser.value("document.querySelector('#rows tr[tabindex=\"0\"]').focus()")
        self.browser.key("ArrowDown")
        self.browser.key("ArrowDown")  # there is no other
        self.browser.key("Enter")
        self.assertEqual(self.browser.text("#details .what"), "scale")

    def test_shift_and_arrows_go_a_twentieth_of_what_is_seen(self):
        self.open(self.file("graph.json", cli.chain(100)))
        self.browser.click_on("[data-axis=time]")
        self.focus_chart()
        self.browser.key("Home")
        self.browser.key("ArrowRight", modifiers=8)
        self.assertTrue(self.said().startswith("Step 10:"), self.said())

    def test_the_last_step_is_still_seen_on_another_axis(self):
        self.open(self.file("graph.json", cli.chain(100)))
        self.focus_chart()
        self.browser.key("End")
        for _ in range(4):
            self.browser.key("+")
        left, top, width, height = self.browser.box("#focus")
        last = left + width - RIGHT - 2, top + TOP + 2  # above all that is live
        for axis in ("step", "time", "step"):
            self.browser.click_on(f"[data-axis={axis}]")
            self.browser.mouse("mouseMoved", *last)
            self.assertEqual(self.tip()[0], "Step 199", axis)

    def test_every_schedule_has_the_same_axes(self):
        self.graph = self.file("graph.json", GRAPH)
        self.open(self.graph, self.file("again.json", schedule(STEPS)),
                  self.file("longer.json", schedule(STEPS[:-1] + ["scale", "out"], budget=1000)))
        self.assertTrue(self.label().endswith("up to 1.04 KiB"), self.label())
        self.browser.mouse("mouseMoved", *self.place(1, 50, steps=6, highest=1060))
        self.assertEqual(self.tip()[0], "load")

    def painted(self):
        """How many points of what is drawn over the picture."""
        return self.browser.value(
            "(() => { const drawn = document.querySelector('#focus'), { width, height } = drawn;"
            "const context = new OffscreenCanvas(width, height).getContext('2d');"
            "context.drawImage(drawn, 0, 0);"
            "const all = context.getImageData(0, 0, width, height).data;"
            "return all.filter((value, i) => i % 4 === 3 && value > 0).length; })()")

    def test_a_last_step_of_no_time_has_its_line(self):
        nodes = [{**node, "duration": 0} if node["id"] == "out" else node
                 for node in GRAPH["nodes"]]
        self.open(self.file("graph.json", {**GRAPH, "nodes": nodes}))
        self.browser.click_on("[data-axis=time]")
        self.focus_chart()
        self.browser.key("End")
        self.assertTrue(self.said().startswith("Step 3: runs out"), self.said())
        self.assertGreater(self.painted(), 100)

    def test_what_is_chosen_is_outlined_however_thin(self):
        nodes = [{**node, "size": 10 ** 7 if node["id"] == "load" else 1}
                 for node in GRAPH["nodes"]]
        self.open(self.file("graph.json", {**GRAPH, "nodes": nodes}))
        self.assertEqual(self.painted(), 0)
        self.browser.value("document.querySelector('#rows tr:last-child').focus()")
        self.browser.key("Enter")
        self.assertEqual(self.browser.text("#details .what"), "sum")
        thin = self.painted()
        self.assertGreater(thin, 0)
        self.browser.click_on("[data-bands=kinds]")
        self.assertGreater(self.painted(), 0)
        self.browser.click_on("#details button")
        self.assertEqual(self.painted(), 0)


if __name__ == "__main__":
    page.main()
