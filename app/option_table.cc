// SPDX-License-Identifier: Apache-2.0
#include "app/option_table.h"

#include <array>

namespace moccasin::app {
namespace {

constexpr OptionRow kHelp = {"help", 'h', "", "show this help"};
constexpr OptionRow kDurationKey = {
    "duration-key", 0, "KEY",
    "node-link graphs: the node key that holds the duration; by default the known ones"};
constexpr OptionRow kSizeKey = {
    "size-key", 0, "KEY",
    "node-link graphs: the node key that holds the output size; by default the known ones"};

constexpr std::array kGraph = {PositionalRow{"GRAPH"}};
constexpr std::array kGraphAndSchedule = {PositionalRow{"GRAPH"}, PositionalRow{"SCHEDULE"}};
constexpr std::array kGraphAndAnySchedule = {PositionalRow{"GRAPH"},
                                             PositionalRow{"SCHEDULE", Need::optional}};
constexpr std::array kGraphAndSchedules = {
    PositionalRow{"GRAPH"}, PositionalRow{"SCHEDULE", Need::optional, "", Times::any}};
constexpr std::array kGraphAndCertificate = {PositionalRow{"GRAPH"}, PositionalRow{"CERTIFICATE"}};
constexpr std::array kGraphAndFile = {PositionalRow{"GRAPH"}, PositionalRow{"FILE"}};
constexpr std::array kOptionalFile = {PositionalRow{"FILE", Need::optional}};
constexpr std::array kKind = {
    PositionalRow{"KIND", Need::required, "layered|chain|unet|transformer|residual"}};
constexpr std::array kShell = {PositionalRow{"SHELL", Need::required, "bash|zsh|fish"}};
constexpr std::array kOptionalCommand = {PositionalRow{"COMMAND", Need::optional}};

constexpr std::array kSolve = {
    OptionRow{"budget", 'b', "B",
              "memory that live tensors may take: bytes with an optional suffix (8GB = 8x10^9, "
              "8GiB = 8x2^30, 1.5GiB), or a share of the base order's peak (80%); required unless "
              "the graph's file states one, or --minimize peak is given"},
    OptionRow{"minimize", 0, "duration|peak",
              "what is to be least: the duration within the budget (the default), or the peak of "
              "schedules that are fast enough, with a proved bound on it"},
    OptionRow{"max-overhead", 0, "P",
              "with --minimize peak: how much longer than the base order a schedule may take, 10% "
              "or 0.1; default: as long as it likes"},
    OptionRow{"max-duration", 0, "D", "the same in ticks"},
    OptionRow{
        "output", 'o', "FILE",
        "write the schedule as JSON, again as it improves, at most five times a second; the file "
        "is always whole"},
    OptionRow{
        "time-limit", 't', "T",
        "wall clock for reading and every phase: 30, 30s, 500ms, 5m, none; default 60 s, none "
        "if only --work-limit is given"},
    OptionRow{
        "work-limit", 'w', "N",
        "stop after N ticks of work, with what each worker has then begun: mostly less than "
        "100 000 ticks, on dense graphs up to some millions; without limits of time and memory "
        "the result is then the same on every machine"},
    OptionRow{"threads", 'p', "N",
              "default: the processors this process may use, at most 8; 1 with --work-limit alone"},
    OptionRow{"workers", 0, "N",
              "shares of the work, which the threads do; default: one a thread. With --work-limit "
              "the schedule depends on the workers, and not on the threads"},
    OptionRow{"memory-limit", 0, "B",
              "memory that this program may take, as --budget in bytes; at the limit it stops with "
              "the best it has; default: no limit"},
    OptionRow{"seed", 'r', "N", "of the random choices; default 0"},
    OptionRow{"max-copies", 0, "C", "runs an operation may have; default: any number"},
    OptionRow{"order", 0, "kept|free",
              "kept: first runs stay in the base order; free (the default): any order"},
    OptionRow{"arena", 0, "ALIGN",
              "the budget holds for one block of memory: every schedule is given with an offset "
              "for each buffer, multiples of ALIGN bytes; default: the graph's alignment",
              Need::optional, Need::optional},
    OptionRow{"x-search", 0, "all|local|cdcl|lns",
              "use one technique alone, for comparisons: annealing, proofs by clause learning, or "
              "windows by clause learning; default all. cdcl and lns need --order kept"},
    OptionRow{
        "gap", 0, "G",
        "stop at a schedule at most this fraction slower than the proved bound: 0.01 or 1%; above "
        "1 with % alone"},
    OptionRow{"target", 0, "D", "stop at a schedule that takes at most D ticks"},
    OptionRow{
        "warm-start", 0, "FILE",
        "start from this schedule, or from the nearest that a search without one came by, of the "
        "graph or of a version of it with other durations, sizes or edges; one over the budget is "
        "repaired, one outside --order or --max-copies is not used, one that is no sequence of the "
        "graph is refused"},
    OptionRow{"json", 0, "", "print the schedule as JSON on standard output, and nothing else"},
    OptionRow{"json-stream", 0, "",
              "print what happens as it happens, one JSON object a line: start, bound, solution, "
              "statistics, status, error"},
    OptionRow{"intermediate", 'i', "", "with --json-stream: every solution with its steps"},
    OptionRow{"svg", 0, "FILE", "draw memory over time"},
    OptionRow{
        "certificate", 0, "FILE",
        "write why no schedule is faster than the closure's bound, for 'moccasin check'; made "
        "after the search, in time of its own; a signal ends that too"},
    OptionRow{"verbose", 'v', "", "every improvement, phases and counters"},
    OptionRow{"quiet", 'q', "", "the result only"},
    OptionRow{"log", 0, "FILE", "write what is shown, with phases and counters, to FILE as well"},
    OptionRow{"color", 0, "auto|always|never",
              "colours on standard error; auto (the default): on a terminal, unless NO_COLOR is "
              "set"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kVerify = {
    OptionRow{"budget", 'b', "B",
              "check against this budget; default: the schedule's own; without either none is "
              "judged"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kCheck = {
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kInfo = {
    OptionRow{"json", 0, "", "as one JSON object"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kGenerate = {
    OptionRow{"nodes", 0, "N", "how many operations, or a few less where the kind needs it",
              Need::required},
    OptionRow{"seed", 0, "S", "the same seed gives the same graph; default 0"},
    OptionRow{
        "width", 0, "W",
        "of layered graphs, between 0.01 and 0.99: the larger, the fewer and wider layers; by "
        "default drawn from 0.25 to 0.5"},
    OptionRow{"output", 'o', "GRAPH", "where to write it; default: standard output"},
    kHelp,
};

constexpr std::array kConvert = {
    OptionRow{"budget", 'b', "B", "of a problem: as for solve"},
    OptionRow{"max-copies", 0, "C",
              "of a problem: runs an operation may have; default: 2 in MiniZinc, any number in an "
              "integer program"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr OptionRow kTimeLimit = {
    "time-limit", 't', "T",
    "wall clock for reading and packing: 30, 30s, 500ms, 5m, none; default 60 s, none if only "
    "--work-limit is given"};
constexpr OptionRow kWorkLimit = {
    "work-limit", 'w', "N",
    "stop after N ticks of work, or soon after; without a limit of time the result is then the "
    "same on every machine"};
constexpr OptionRow kSeed = {"seed", 'r', "N", "of the random choices; default 0"};
constexpr OptionRow kVerbose = {"verbose", 'v', "", "counters as well"};
constexpr OptionRow kQuiet = {"quiet", 'q', "", "the result only"};

constexpr std::array kPack = {
    OptionRow{"capacity", 'c', "B",
              "bytes that the arena may have, with an optional suffix: 1048576, 1MiB; the search "
              "ends with the first placement that fits. Default: as few as can be found"},
    OptionRow{"output", 'o', "FILE",
              "write the buffers with their offsets, if they fit; '-' is standard output"},
    OptionRow{"alignment", 'a', "N",
              "offsets are multiples of it, of buffers for which FILE says no other; default 1"},
    kTimeLimit,
    kWorkLimit,
    kSeed,
    OptionRow{"json", 0, "", "print the result as one JSON object, and nothing else"},
    kVerbose,
    kQuiet,
    OptionRow{"input", 0, "FILE", "as minimalloc has it: the same as FILE"},
    OptionRow{"timeout", 0, "T", "as minimalloc has it: the same as --time-limit"},
    kHelp,
};

constexpr std::array kPlan = {
    OptionRow{"output", 'o', "FILE", "write the plan as JSON"},
    OptionRow{"csv", 0, "FILE", "write the buffers and their offsets as minimalloc has them"},
    OptionRow{"svg", 0, "FILE", "draw the arena over the steps"},
    OptionRow{"json", 0, "", "print the plan as JSON on standard output, and nothing else"},
    OptionRow{"alignment", 'a', "N",
              "offsets are multiples of it; default: what the graph's file says, else 1"},
    OptionRow{"capacity", 'c', "B",
              "bytes that the arena may have, without what is resident, with an optional suffix: "
              "8GB, 8GiB; the search ends with the first placement that fits. Default: as few as "
              "can be found"},
    OptionRow{"budget", 'b', "B",
              "the same, of the arena and what is resident together, as for solve; a share is of "
              "the base order's peak"},
    OptionRow{"anew", 0, "",
              "place all buffers, though the schedule's file has offsets; those are checked and "
              "kept by default, unless --alignment, --capacity or --budget is against it"},
    kTimeLimit,
    kWorkLimit,
    kSeed,
    kVerbose,
    kQuiet,
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kSweep = {
    OptionRow{"budget", 'b', "FROM:TO[:STEP]",
              "budgets, each as of solve (4GiB:8GiB, 50%:100%:5%); without STEP they are chosen "
              "where the curve bends; default: from the floor to the base peak"},
    OptionRow{"points", 'n', "N",
              "so many budgets, if they are chosen; default 16, and with --resume no fewer than "
              "there were"},
    OptionRow{"output", 'o', "FILE", "write the curve as JSON"},
    OptionRow{"csv", 0, "FILE", "write it as comma-separated values"},
    OptionRow{"svg", 0, "FILE", "draw it: the curve, the bound below it, the knee"},
    OptionRow{"schedules", 0, "FOLDER",
              "keep the schedule of every budget of the curve there, a file each, with its bound"},
    OptionRow{"resume", 0, "FOLDER",
              "go on from what an earlier sweep has left there by --schedules; at its budgets, "
              "unless others are asked for"},
    OptionRow{"time-limit", 't', "T", "wall clock for all budgets together; default 60 s"},
    OptionRow{"work-limit", 'w', "N", "ticks of work for all budgets together"},
    OptionRow{"threads", 'p', "N",
              "default: the processors this process may use, at most 8; 1 with --work-limit alone"},
    OptionRow{"workers", 0, "N", "budgets worked on at a time; default: one a thread"},
    OptionRow{"memory-limit", 0, "B", "memory that this program may take beside what it has"},
    OptionRow{"seed", 'r', "N", "of the random choices; default 0"},
    OptionRow{"max-copies", 0, "C", "runs an operation may have; default: any number"},
    OptionRow{"order", 0, "kept|free",
              "kept: first runs stay in the base order; free (the default): any order"},
    OptionRow{"gap", 0, "G", "a budget is done with a schedule this fraction above the bound"},
    OptionRow{"json", 0, "", "print the curve as JSON on standard output, and nothing else"},
    OptionRow{"color", 0, "auto|always|never", "default auto: on a terminal without NO_COLOR"},
    OptionRow{"quiet", 'q', "", "only the result"},
    OptionRow{"verbose", 'v', "", "more of what happens"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kExplain = {
    OptionRow{"budget", 'b', "B",
              "what would have to fit, as of solve; default: what the schedule's file states"},
    OptionRow{"top", 0, "N", "so many of the largest are told one by one; default 8"},
    OptionRow{"json", 0, "", "the same as one JSON object"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kPlot = {
    OptionRow{"output", 'o', "FILE",
              "where to draw; its ending says what: .svg memory over time, .html a page to look "
              "around in, .json a trace for Perfetto",
              Need::required},
    OptionRow{"format", 'f', "svg|html|json", "the same, whatever FILE ends in; needed for '-'"},
    OptionRow{"budget", 'b', "B",
              "where the line of the budget is, as of solve; default: what the schedule's file "
              "states"},
    kDurationKey,
    kSizeKey,
    kHelp,
};

constexpr std::array kCompletion = {kHelp};

constexpr std::array kHelpOptions = {
    OptionRow{"man", 0, "", "the manual page of all commands, as roff"},
    kHelp,
};

constexpr std::array kCommands = {
    CommandRow{"solve", "the fastest schedule that fits a budget",
               "Exit status: 0 a schedule was found, 1 internal error, out of memory or cannot "
               "write, 2 wrong "
               "usage, 3 bad input, 10 stopped with nothing found, 20 proved that nothing fits. "
               "Ctrl-C stops the search and keeps the best schedule; a second one ends at once "
               "with 130.",
               kGraph, kSolve},
    CommandRow{"sweep", "the time/memory curve: what less memory costs",
               "One search serves all budgets: what is found for one fits every larger one, and "
               "what is proved of one holds for every smaller one. Exit status: 0 a schedule was "
               "found for a budget, 1 internal error, out of memory or cannot write, 2 wrong "
               "usage, 3 bad input, 10 stopped with nothing found, 20 proved that nothing fits "
               "any of them. Ctrl-C ends it with the curve so far.",
               kGraph, kSweep},
    CommandRow{"explain", "what holds the peak, and what would help",
               "Of the base order, or of SCHEDULE: what is live at the peak, since when and for "
               "whom, what each of the largest would cost to drop there, what runs again and what "
               "that saves, and where the schedule is at the limit. All figures are measured by "
               "replaying the change. Exit status: 0, 2 wrong usage, 3 bad input, 4 the schedule "
               "is not valid.",
               kGraphAndAnySchedule, kExplain},
    CommandRow{
        "plot", "memory over time, as a picture, a page or a trace",
        "Of the base order, or of SCHEDULEs, eight at most. The page is one file, which any "
        "browser opens from the disk: who is live when, for whom, what runs again, and where "
        "buffers lie, if the schedule's file has offsets. Exit status: 0, 1 out of memory "
        "or cannot write, 2 wrong usage, 3 bad input, 4 a schedule is not valid.",
        kGraphAndSchedules, kPlot},
    CommandRow{
        "verify", "check a schedule with code the solver does not use",
        "The scope (order, copies) is the one the schedule's file states. All that the file "
        "claims of its steps has to be right: peak, duration, what is live and freed, and so "
        "on. Exit status: 0 valid, 2 wrong usage, 3 bad input or a schedule of another graph, "
        "4 a rule or the budget is broken, or a claim is wrong.",
        kGraphAndSchedule, kVerify},
    CommandRow{"check", "check a certificate of a bound, number by number",
               "What a certificate claims and proves, docs/certificates.md says. Exit status: 0 "
               "valid, 2 wrong usage, 3 bad input, 4 the proof is broken.",
               kGraphAndCertificate, kCheck},
    CommandRow{
        "plan", "an offset for every buffer of a schedule",
        "All buffers lie in one block of memory, the arena; what is resident is not in it. "
        "Exit status: 0 all buffers are placed, within --capacity or --budget if there is "
        "one, 1 internal error, out of memory or cannot write, 2 wrong usage, 3 bad input or a "
        "schedule of another graph, 4 a rule is broken or a claim of the schedule's file is "
        "wrong, 10 stopped with nothing found, 20 proved that nothing fits.",
        kGraphAndSchedule, kPlan},
    CommandRow{"pack", "offsets for buffers in one block of memory",
               "FILE has comma-separated values as minimalloc reads them (docs/formats.md): id, "
               "lower, upper, size. Exit status: 0 all buffers are placed, within --capacity if "
               "there is one, 1 internal error, out of memory or cannot write, 2 wrong usage, 3 "
               "bad input, 10 stopped with nothing found, 20 proved that nothing fits. Ctrl-C "
               "stops the search and keeps the best placement.",
               kOptionalFile, kPack},
    CommandRow{"info", "sizes, base peak, floor and structure of a graph", "", kGraph, kInfo},
    CommandRow{"generate", "a seeded graph to try things on",
               "Kinds: layered, chain, unet, transformer, residual.", kKind, kGenerate},
    CommandRow{"convert", "a graph in our format, or a problem for others",
               "FILE ends in .json, or is '-': the graph as moccasin-graph. In .mzn: the problem "
               "with the order kept as a MiniZinc model, and its data beside it in .dzn. In .lp: "
               "the same as an integer program in CPLEX's LP format, for small graphs.",
               kGraphAndFile, kConvert},
    CommandRow{"completion", "what a shell reads to complete commands",
               "Shells: bash, zsh, fish. For the bash that runs: source <(moccasin completion "
               "bash).",
               kShell, kCompletion},
    CommandRow{"help", "this help, or that of a command", "", kOptionalCommand, kHelpOptions},
};

constexpr std::array kProgramOptions = {
    kHelp,
    OptionRow{"version", 0, "", "show the version"},
    OptionRow{"build-info", 0, "", "show how the program was built"},
    OptionRow{"json", 0, "", "with --build-info: as one JSON object"},
};
constexpr CommandRow kProgram = {
    "",
    "plans tensor rematerialization",
    "moccasin plans tensor rematerialization: the fastest schedule of a computation graph, "
    "recomputing some operations, that fits a memory budget.",
    {},
    kProgramOptions};

}  // namespace

std::span<const CommandRow> commands() { return kCommands; }

const CommandRow& program_options() { return kProgram; }

const CommandRow* find_command(std::string_view name) {
  for (const CommandRow& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

const OptionRow* find_option(const CommandRow& command, std::string_view name) {
  for (const OptionRow& option : command.options) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

}  // namespace moccasin::app
