# SPDX-License-Identifier: Apache-2.0
"""What people see on their terminal while the program works."""

import re
import subprocess

import cli
from screen import Screen, Terminal

# A bar that has just begun has the sign of its right end at its left one too.
LIVE = r"^ *\d[\d.]* s +(?:▕[^▕]*▏ |\[[^\]]*\] )?(?:\+[\d.]+ %, gap [\d.]+ %|nothing found yet)"


class ScreenTest(cli.CliTest):
    """Of a search that does not end by itself, and is interrupted."""

    def setUp(self):
        super().setUp()
        self.graph = self.path("layered.json")
        self.assertEqual(cli.run("generate", "layered", "--nodes", 400, "-o", self.graph)[0], 0)

    def terminal(self, *words, **options):
        return Terminal("solve", self.graph, "-b", "75%", "-t", "60", "-p", "1", *words, **options)

    def shown_until_live(self, *words, seconds=60, **options):
        """A terminal after the end of a run that was interrupted when its live line was there."""
        terminal = self.terminal(*words, **options)
        self.assertTrue(terminal.read_until(r"s [^\r\n]*gap", seconds), terminal.text)
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)
        return terminal

    def test_the_model_of_a_screen(self):
        screen = Screen(5)
        screen.feed("ab\r\nc\r\x1b[Kd\x1b[1m記e\x1b[0m")
        self.assertEqual((screen.lines(), screen.wraps), (["ab", "d記e"], 0))
        screen.feed("fg\r\x1b[1A\x1b[Kh")
        self.assertEqual((screen.lines(), screen.wraps), (["ab", "h", "g"], 1))
        with self.assertRaises(AssertionError):
            screen.feed("\x07")

    def test_a_bar_fills_and_the_line_goes_away(self):
        terminal = self.shown_until_live()
        live = [line for line in terminal.lines_after if "▕" in line]
        self.assertTrue(live)
        for line in live:
            self.assertRegex(line, LIVE)
            self.assertLess(len(line), 80)
        self.assertFalse([line for line in terminal.screen.lines() if "▕" in line])
        self.assertEqual(terminal.screen.lines()[-1], "")

    def test_nothing_wraps_on_a_narrow_terminal(self):
        for columns in (60, 40, 20):
            terminal = self.shown_until_live(columns=columns)
            live = [line for line in terminal.lines_after if "gap" in line and " s " in line]
            self.assertTrue(live, columns)
            lines = terminal.screen.lines()
            table = lines[lines.index("") + 1:]
            self.assertTrue(table[0].startswith("    time "), table)
            self.assertTrue(all(len(line) < columns for line in live + table if columns > 28), table)

    def test_a_terminal_of_one_column_has_no_live_line(self):
        terminal = self.terminal(columns=1)
        self.assertTrue(terminal.read_until(r"\+[\d.]+ %"))
        terminal.read(1)
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)
        self.assertNotIn("▕", terminal.text)

    def test_a_bar_of_ascii_where_nothing_else_is_shown(self):
        for locale in ({"LC_ALL": "C"}, {"LC_ALL": "", "LC_CTYPE": "de_DE.ISO-8859-1"}):
            terminal = self.shown_until_live(env=locale)
            self.assertRegex(terminal.text, r"\[#*\.*\] \+")
            terminal.text.encode("ascii")

    def test_a_resized_terminal(self):
        terminal = self.terminal()
        self.assertTrue(terminal.read_until("annealing"))
        terminal.resize(40)
        terminal.screen.columns = 40
        terminal.read_until(r"▕")  # one may have been under way
        self.assertTrue(terminal.read_until(r"▕"))
        last = terminal.lines_after[-1]
        self.assertRegex(last, LIVE)
        self.assertLess(len(last), 40)
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)

    def test_no_live_line_where_it_could_not_be_taken_away(self):
        for words, env in (((), {"TERM": "dumb"}), (("-q",), {}), (("--color", "never", "-q"), {})):
            terminal = self.terminal(*words, env=env)
            terminal.read_until("annealing", 1)
            terminal.interrupt()
            self.assertIn(terminal.finish()[0], (0, 10))
            self.assertNotIn("\x1b", terminal.text)
            self.assertNotIn("▕", terminal.text)
        terminal = self.shown_until_live(env={"NO_COLOR": "1"})
        self.assertNotRegex(terminal.text, r"\x1b\[[0-9;]*m")

    def test_pipes_and_logs_have_no_control_codes(self):
        log = self.path("log")
        terminal = self.shown_until_live("-v", "--log", log)
        self.assertIn("▕", terminal.text)
        with open(log, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("now at work: ", text)
        self.assertNotRegex(text, "[\x1b\r▕]")
        code, out, err = cli.run("solve", self.graph, "-b", "75%", "-w", "1000000", "-v",
                                 env={"TERM": "xterm"})
        self.assertEqual(code, 0)
        self.assertNotRegex(out + err, "[\x1b\r▕]")

    def test_a_closed_standard_error_is_no_obstacle(self):
        process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" 2>&-', "sh", cli.PROGRAM, "solve", self.graph, "-b", "75%", "-w",
             "1000000"], stdout=subprocess.PIPE, text=True)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertRegex(out, r"^(feasible|optimal), ")

    def test_the_background_is_silent(self):
        """A shell that controls a terminal of its own runs the program in the background."""
        script = ('import os, pty, sys\n'
                  'pid, terminal = pty.fork()\n'
                  'if pid == 0:\n'
                  '    child = os.fork()\n'
                  '    if child == 0:\n'
                  '        os.setpgid(0, 0)\n'
                  '        os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")\n'
                  '        os.dup2(os.open("/dev/null", os.O_WRONLY), 1)\n'
                  '        os.execv(sys.argv[1], sys.argv[1:])\n'
                  '    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n'
                  'text = b""\n'
                  'try:\n'
                  '    while part := os.read(terminal, 65536): text += part\n'
                  'except OSError: pass\n'
                  'sys.stdout.buffer.write(text)\n'
                  'sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n')
        done = subprocess.run(["python3", "-c", script, cli.PROGRAM, "solve", self.graph, "-b", "75%",
                               "-t", "2", "-p", "1"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("limits     2.0 s, 1 thread, seed 0", done.stdout)
        self.assertNotIn("\x1b[K", done.stdout)

    def test_the_live_line_tells_of_the_arena_that_is_to_be_least(self):
        terminal = Terminal("solve", self.graph, "--minimize", "peak", "--arena", "-t", "60", "-p",
                            "1", "-v", columns=160)
        self.assertTrue(terminal.read_until(r"▏ [^\r\n]*gap", 60), terminal.text)
        self.assertTrue(terminal.read_until(r"▏ [^\r\n]*gap", 60), terminal.text)
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)
        rows = re.findall(r"^ *[\d.]+ s +[\d ]+ \+[\d.]+ % .* %  +([\d ]+?)  ",
                          "\n".join(terminal.screen.lines()), re.MULTILINE)
        live = re.findall(r"▏ \+[\d.]+ %, ([\d ]+), gap", "\n".join(terminal.lines_after))
        self.assertTrue(rows and live, terminal.text)
        self.assertLessEqual(set(live), set(rows))

    def test_packing_has_a_bar_as_well(self):
        self.assertEqual(cli.run("solve", self.graph, "-b", "75%", "-w", 2000000, "-o",
                                 self.path("schedule.json"))[0], 0)
        terminal = Terminal("plan", self.graph, self.path("schedule.json"), "-t", "60")
        self.assertTrue(terminal.read_until(r"▏ placing \d+ buffers"), terminal.text)
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)
        self.assertEqual(terminal.screen.lines()[-1], "")

    def test_a_sweep_is_as_high_as_the_terminal(self):
        terminal = Terminal("sweep", self.graph, "-t", "60", "-p", "1", rows=6)
        self.assertTrue(terminal.read_until("closed"))
        self.assertTrue(terminal.read_until("closed"))
        terminal.interrupt()
        self.assertEqual(terminal.finish()[0], 0)
        ups = [part.count("\x1b[1A") for part in terminal.text.split("\r\x1b[K")]
        self.assertTrue(0 < max(ups) <= 4, ups)


if __name__ == "__main__":
    cli.main()
