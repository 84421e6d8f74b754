/* SPDX-License-Identifier: Apache-2.0
   moccasin for C: given a computation graph and a memory budget, the fastest schedule, recomputing
   some operations, whose live tensors never exceed the budget. What the words mean, moccasin.hpp
   says: every function here is one of its.

     moc_graph *graph = NULL;                                         a --4--> b --2--> c
     moc_result *result = NULL;                                       |                 ^
     moc_result_info info = {sizeof info};                            +-----------------+
     moc_op op = {sizeof op, "a", 10, 0, 0, 0};
     moc_rc rc = moc_graph_create(&graph);
     if (rc == MOC_OK) rc = moc_graph_add_node(graph, &op, 4, NULL);  ... b, c, and the edges
     if (rc == MOC_OK) rc = moc_solve(graph, 7, NULL, NULL, NULL, &result);
     if (rc == MOC_OK) rc = moc_result_get(result, &info);
     if (rc != MOC_OK) fprintf(stderr, "%s\n", moc_last_error());
     run(info.schedule, info.num_steps);                              none: not found
     moc_result_free(result), moc_graph_free(graph);

   Every function that can fail returns a moc_rc, and leaves what it would have changed or written
   as it was; moc_last_error() says in one line what is wrong, except of moc_stop_request. Other
   than that, `out` of a function that makes a handle is NULL unless a handle was made, which is
   then to be freed.

   Handles. Every one is freed by the function of its kind, for which NULL is fine. A pointer that
   is taken out of a handle is good until the handle is freed. Distinct handles may be used from
   distinct threads; one handle from several, as long as none changes or frees it. A change while
   another call uses the handle, a solve with a callback among them, is MOC_E_BUSY. A null pointer,
   a handle of another kind and one that was freed are MOC_E_INVALID_ARG; the last as far as its
   memory still shows it, which is best effort.

   Structs begin with `struct_size`, to be set to sizeof of the struct (not of a pointer to it: a
   size that no header has is MOC_E_INVALID_ARG): they may grow at their ends.
   What a caller's struct lacks is zero or stays unwritten. What it has and the library does not
   know must be zero if the library reads it (else MOC_E_UNSUPPORTED), and is set to zero if the
   library writes it.

   Ids of operations and tensors are dense, from 0 in order of addition. Durations are in integer
   ticks of your own, sizes in bytes. No function prints, exits or installs handlers. Between calls
   are kept: the last error of each thread, a counter of graphs, and threads of oneTBB as solve() in
   moccasin.hpp says, with what holds in a child of the process. Callbacks that are written in C++
   may throw, which stops the search; they must not end by longjmp or pthread_exit. A
   pthread_cancel of a thread in moc_solve waits until that returns. */
#ifndef MOCCASIN_MOCCASIN_H
#define MOCCASIN_MOCCASIN_H

#include <stddef.h>
#include <stdint.h>

#include "moccasin/export.h"
#include "moccasin/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when a program built with this header might not work with an older library or the other
   way round; what is new at the end of structs and in new functions does not count. */
#define MOC_ABI_VERSION 1

typedef struct moc_graph moc_graph;
typedef struct moc_options moc_options;
typedef struct moc_stop moc_stop;
typedef struct moc_result moc_result;
typedef struct moc_facts moc_facts;
typedef struct moc_evaluation moc_evaluation;
typedef struct moc_buffers moc_buffers;
typedef struct moc_text moc_text;

/* Numbers of enumerators never change. */
typedef enum moc_rc {
  MOC_OK = 0,
  MOC_E_INVALID_ARG = -1,      /* a null pointer, a wrong or freed handle, an index out of range */
  MOC_E_INVALID_GRAPH = -2,    /* the graph is wrong */
  MOC_E_NOMEM = -3,            /* out of memory */
  MOC_E_IO = -4,               /* a file cannot be read or written */
  MOC_E_UNSUPPORTED = -6,      /* a struct or a flag has what this library does not know */
  MOC_E_INVALID_OPTION = -7,   /* no such option, or not such a value */
  MOC_E_BUSY = -8,             /* another call uses the handle, and this one would change it */
  MOC_E_INVALID_SCHEDULE = -9, /* the schedule breaks a rule */
  MOC_E_INVALID_PLACEMENT = -10, /* buffers overlap, or no arena can hold one */
  MOC_E_INTERNAL = -99           /* a bug of moccasin */
} moc_rc;

/* The version of the library's binary interface: to be compared with MOC_ABI_VERSION. */
MOCCASIN_EXPORT int moc_abi_version(void);
/* "1.2.3"; of the header: MOCCASIN_VERSION. Static. */
MOCCASIN_EXPORT const char *moc_version(void);
/* "MOC_E_BUSY"; "unknown" for a number that is none. Static. */
MOCCASIN_EXPORT const char *moc_rc_string(moc_rc rc);
/* What was wrong with the last call of this thread that failed, in one line; "" before that. Never
   null, good until the next call of this thread fails. */
MOCCASIN_EXPORT const char *moc_last_error(void);

/* ---- What is wrong with a graph, an option or a schedule ---- */

enum {                               /* moc_issue.code */
       MOC_ISSUE_EMPTY = 0,          /* it has no operations */
       MOC_ISSUE_CYCLE = 1,          /* `ops` is the cycle */
       MOC_ISSUE_DANGLING_EDGE = 2,  /* an operation or a tensor that does not exist */
       MOC_ISSUE_NEGATIVE_VALUE = 3, /* a duration, a size, a workspace, max_copies, resident */
       MOC_ISSUE_OVERFLOW = 4,       /* durations or sizes add up to more than 2^62 */
       MOC_ISSUE_BAD_ORDER = 5, /* the base order is incomplete, repeats or is not topological */
       /* of a schedule */
       MOC_ISSUE_UNKNOWN_OP = 6,      /* a step runs an operation that does not exist */
       MOC_ISSUE_MISSING_INPUT = 7,   /* a step reads what no earlier step has written */
       MOC_ISSUE_MISSING_OP = 8,      /* an operation never runs */
       MOC_ISSUE_TOO_MANY_COPIES = 9, /* an operation runs more often than its max_copies */
       MOC_ISSUE_BAD_OPTION = 10,     /* of a call */
       /* of buffers in an arena (moccasin/arena.h) */
       MOC_ISSUE_BAD_BUFFER = 11,   /* one that no arena can hold, or too many */
       MOC_ISSUE_BAD_PLACEMENT = 12 /* offsets that overlap, are not aligned, lie outside, ... */
};

typedef struct moc_issue {
  size_t struct_size;
  int32_t code, reserved; /* MOC_ISSUE_...; 0 */
  const char *message;    /* in one line */
  const uint32_t *ops;    /* the operations it is about */
  size_t num_ops;
} moc_issue;

/* ---- Graphs ---- */

typedef struct moc_op {
  size_t struct_size;
  const char *name;   /* for messages and files, UTF-8; copied; may be NULL */
  int64_t duration;   /* ticks, >= 0 */
  int64_t workspace;  /* bytes live only while the operation runs, >= 0 */
  int32_t max_copies; /* runs allowed; 0: as many as the option max-copies, 1: never recompute */
  int32_t reserved;   /* 0 */
} moc_op;

enum { MOC_TENSOR_RETAIN = 1u }; /* needed after the schedule: live from its last copy to the end */

/* Nothing is checked while a graph is collected: ids that do not exist, negative amounts and cycles
   are found by moc_validate, moc_describe, moc_evaluate and moc_solve. Ids go to `*id`, which may
   be NULL. */
MOCCASIN_EXPORT moc_rc moc_graph_create(moc_graph **out);
MOCCASIN_EXPORT moc_rc moc_graph_free(moc_graph *graph);
MOCCASIN_EXPORT moc_rc moc_graph_add_op(moc_graph *graph, const moc_op *op, uint32_t *id);
/* `flags`: 0 or MOC_TENSOR_RETAIN. */
MOCCASIN_EXPORT moc_rc moc_graph_add_output(moc_graph *graph, uint32_t producer, int64_t size,
                                            uint32_t flags, uint32_t *id);
/* Duplicates are merged. */
MOCCASIN_EXPORT moc_rc moc_graph_add_use(moc_graph *graph, uint32_t consumer, uint32_t tensor);
/* One output an operation, as in the literature: moc_graph_add_op and moc_graph_add_output in one,
   and a use of the producer's first output. */
MOCCASIN_EXPORT moc_rc moc_graph_add_node(moc_graph *graph, const moc_op *op, int64_t size,
                                          uint32_t *id);
MOCCASIN_EXPORT moc_rc moc_graph_add_edge(moc_graph *graph, uint32_t producer, uint32_t consumer);
/* The order to measure against: every operation once, each after its inputs. Without it the
   generations order is taken: all sources in order of addition, then what they release, ... */
MOCCASIN_EXPORT moc_rc moc_graph_set_order(moc_graph *graph, const uint32_t *ops, size_t num_ops);
/* Always live: weights, inputs, ...; >= 0. */
MOCCASIN_EXPORT moc_rc moc_graph_set_resident(moc_graph *graph, int64_t bytes);
/* Both may be NULL. */
MOCCASIN_EXPORT moc_rc moc_graph_size(const moc_graph *graph, size_t *num_ops, size_t *num_tensors);

/* MOC_E_INVALID_GRAPH, with the first thing that is wrong; moc_describe has them all. */
MOCCASIN_EXPORT moc_rc moc_validate(const moc_graph *graph);

/* ---- What is known of a graph before any search ---- */

enum { /* moc_facts_info.floor_at: where a schedule needs the floor's bytes at once */
       MOC_FLOOR_AT_OP = 0,  /* while floor_op runs: its inputs, outputs and workspace */
       MOC_FLOOR_AT_END = 1, /* when the last step ends: every retained output */
       /* Before floor_reader runs, while that of the producers of its inputs runs that comes last:
          the same, and the other inputs of the reader. Of those producers floor_op needs least. */
       MOC_FLOOR_AT_PAIR = 2,
       MOC_FLOOR_AT_PAIR_END = 3,  /* the same, with the end for a reader */
       MOC_FLOOR_AT_STATES = 4,    /* what floor_op reads, floor_inputs, cannot be made in less */
       MOC_FLOOR_AT_STATES_END = 5 /* the same of the retained outputs */
};

typedef struct moc_facts_info {
  size_t struct_size;
  size_t num_issues; /* not 0: the graph is not valid, and the rest is unset */
  size_t num_uses;   /* distinct (operation, tensor it reads) */
  int64_t base_duration;
  int64_t base_peak; /* bytes live at most when the base order runs as it is */
  int64_t floor;     /* bytes: no schedule of any kind fits in less */
  int64_t floor_workspace;
  int64_t resident;
  uint32_t base_peak_op;        /* the first operation at that peak */
  int32_t floor_at;             /* MOC_FLOOR_AT_... */
  uint32_t floor_op;            /* at the end: the last of the base order */
  uint32_t floor_reader;        /* at a pair */
  const uint32_t *floor_inputs; /* tensors; at the end: none */
  size_t num_floor_inputs;
  const uint32_t *floor_outputs; /* tensors; at the end: the retained ones */
  size_t num_floor_outputs;
  const uint32_t *floor_held; /* tensors live besides, at a pair */
  size_t num_floor_held;
} moc_facts_info;

/* A graph that is not valid is MOC_E_INVALID_GRAPH, and `*out` has its issues. */
MOCCASIN_EXPORT moc_rc moc_describe(const moc_graph *graph, moc_facts **out);
MOCCASIN_EXPORT moc_rc moc_facts_get(const moc_facts *facts, moc_facts_info *info);
MOCCASIN_EXPORT moc_rc moc_facts_issue(const moc_facts *facts, size_t i, moc_issue *issue);
MOCCASIN_EXPORT moc_rc moc_facts_free(moc_facts *facts);

/* A budget as the program takes it, in bytes: "8000000000", "8GB", "8GiB", or "80%" of
   `base_peak`, that of moc_facts_info. MOC_E_INVALID_OPTION if it is none. */
MOCCASIN_EXPORT moc_rc moc_read_budget(const char *text, int64_t base_peak, int64_t *bytes);

/* ---- Options ---- */

/* By the names that the program has: time-limit (seconds; 60 unless set), work-limit, memory-limit,
   threads (1 unless set), workers, seed, max-copies, order (kept, free), arena, minimize (duration,
   peak), max-duration, max-overhead, x-search, gap, target; '-' and '_' are the same. A text is
   what the program takes: "500ms", "8GiB", "1%", and "none" for a limit. moc_options_set_i64 takes
   all but the words, moc_options_set_f64 takes time-limit, max-overhead and gap,
   moc_options_set_str everything. Else MOC_E_INVALID_OPTION: no such name ("did you mean"), or not
   such a value. */
MOCCASIN_EXPORT moc_rc moc_options_create(moc_options **out);
MOCCASIN_EXPORT moc_rc moc_options_free(moc_options *options);
MOCCASIN_EXPORT moc_rc moc_options_set_i64(moc_options *options, const char *name, int64_t value);
MOCCASIN_EXPORT moc_rc moc_options_set_f64(moc_options *options, const char *name, double value);
MOCCASIN_EXPORT moc_rc moc_options_set_str(moc_options *options, const char *name,
                                           const char *value);
/* A schedule to start from, one entry a run; one that does not fit is no error. None: 0 steps. */
MOCCASIN_EXPORT moc_rc moc_options_set_warm_start(moc_options *options, const uint32_t *ops,
                                                  size_t num_steps);
/* 1: make a certificate of the bound, which takes memory, and time at the end; 0: do not. */
MOCCASIN_EXPORT moc_rc moc_options_set_certify(moc_options *options, int certify);
/* The time limit and all times begin now, not when moc_solve is called. */
MOCCASIN_EXPORT moc_rc moc_options_start_now(moc_options *options);

/* ---- Stopping from outside ---- */

MOCCASIN_EXPORT moc_rc moc_stop_create(moc_stop **out);
/* MOC_E_BUSY while a solve looks at it. */
MOCCASIN_EXPORT moc_rc moc_stop_free(moc_stop *stop);
/* Ends every solve that has `stop`, now or later. From any thread and any signal handler: it sets
   no last error. */
MOCCASIN_EXPORT moc_rc moc_stop_request(moc_stop *stop);
/* 1 after that, else 0; 0 for what is no moc_stop. From any thread and any signal handler. */
MOCCASIN_EXPORT int moc_stop_requested(const moc_stop *stop);

/* ---- Solving ---- */

typedef struct moc_progress {
  size_t struct_size;  /* the library's: what is beyond it is not there */
  double wall_seconds; /* since the start */
  uint64_t work;       /* deterministic ticks */
  int64_t duration;    /* of the best schedule, if has_solution */
  int64_t peak;        /* of the best schedule, if has_solution */
  int64_t bound;       /* no schedule in scope is faster */
  const char *phase;   /* the technique at work; good during the call */
  int32_t has_solution, reserved;
  int64_t peak_bound; /* bytes: none that is wanted needs less; with minimize peak */
} moc_progress;

/* Called on the thread that called moc_solve; each may be NULL. Anything but 0 stops the search
   (MOC_STOP_USER). The graph, the options and the stop are in use meanwhile. */
typedef struct moc_callbacks {
  size_t struct_size;
  void *user; /* handed to both */
  /* A few times a second, and at every better schedule. */
  int (*on_progress)(void *user, const moc_progress *progress);
  /* At every better schedule, one entry a run; good during the call. */
  int (*on_solution)(void *user, const moc_progress *progress, const uint32_t *ops,
                     size_t num_steps);
} moc_callbacks;

enum {                            /* moc_result_info.status */
       MOC_STATUS_UNKNOWN = 0,    /* nothing found, nothing proved */
       MOC_STATUS_FEASIBLE = 1,   /* a schedule */
       MOC_STATUS_OPTIMAL = 2,    /* a schedule, the fastest in the scope of order, max-copies */
       MOC_STATUS_INFEASIBLE = 3, /* proved: no schedule of that scope fits */
       MOC_STATUS_INVALID = 4     /* the graph or an option is wrong: see the issues */
};

enum { /* moc_result_info.stop: why the search ended */
       MOC_STOP_NONE = 0,
       MOC_STOP_PROVED = 1,
       MOC_STOP_TIME = 2,
       MOC_STOP_WORK = 3,
       MOC_STOP_GAP = 4,
       MOC_STOP_TARGET = 5,
       MOC_STOP_USER = 6,   /* a moc_stop, or a callback that returned anything but 0 */
       MOC_STOP_MEMORY = 7, /* the memory limit, or out of memory; of a callback std::bad_alloc */
       MOC_STOP_ERROR = 8   /* a callback has thrown anything else, or a bug of moccasin */
};

typedef struct moc_result_info {
  size_t struct_size;
  int32_t status;           /* MOC_STATUS_... */
  int32_t stop;             /* MOC_STOP_... */
  const uint32_t *schedule; /* one entry a run */
  size_t num_steps;         /* 0: there is no schedule */
  int64_t duration;         /* of the schedule, ticks */
  int64_t peak;             /* of the schedule, bytes */
  int64_t bound;            /* no schedule in scope takes fewer ticks */
  double gap; /* (duration - bound) / bound; 0 if they are equal, infinity without a schedule or by
                 a bound of 0 */
  int64_t base_duration;
  int64_t base_peak;
  int64_t least_peak; /* without a schedule: how low the search came, and one of that peak */
  const uint32_t *least_peak_schedule;
  size_t num_least_peak_steps;
  int64_t budget_floor;      /* bytes: no schedule of any scope fits in less */
  const uint32_t *floor_ops; /* the operations that set it; none: the end of the schedule */
  size_t num_floor_ops;
  const char *found_by; /* the technique behind the schedule */
  const char *bound_by; /* the technique behind the bound */
  double wall_seconds;  /* these three since the start */
  double first_solution_seconds;
  double best_seconds;
  uint64_t work;       /* deterministic ticks */
  size_t num_issues;   /* if status is MOC_STATUS_INVALID */
  size_t num_counters; /* statistics of the search, for people */
  int32_t has_certificate, reserved;
  int64_t arena;         /* bytes, with the option "arena": moc_result_placement (arena.h) */
  int64_t least_arena;   /* the same of least_peak_schedule; 0: it was not placed */
  int64_t budget_needed; /* bytes: the least budget that it fits; least with minimize peak, which */
  int64_t peak_bound; /* status, gap and bound_by are then about: none that is fast enough needs */
  int64_t max_duration; /* fewer bytes than peak_bound. Fast enough: ticks; -1: any */
} moc_result_info;

/* The fastest schedule found whose live bytes never exceed `budget`. `options`, `callbacks` and
   `stop` may be NULL. A budget below the floor, a limit, out of memory in the search and a stop are
   results, not errors. MOC_E_INVALID_GRAPH and MOC_E_INVALID_OPTION come with a result that has the
   issues. */
MOCCASIN_EXPORT moc_rc moc_solve(const moc_graph *graph, int64_t budget, const moc_options *options,
                                 const moc_callbacks *callbacks, const moc_stop *stop,
                                 moc_result **out);
MOCCASIN_EXPORT moc_rc moc_result_get(const moc_result *result, moc_result_info *info);
MOCCASIN_EXPORT moc_rc moc_result_issue(const moc_result *result, size_t i, moc_issue *issue);
MOCCASIN_EXPORT moc_rc moc_result_counter(const moc_result *result, size_t i, const char **name,
                                          int64_t *value);
MOCCASIN_EXPORT moc_rc moc_result_free(moc_result *result);

/* ---- A schedule measured, and checked by code that the search does not use ---- */

typedef struct moc_evaluation_info {
  size_t struct_size;
  size_t num_issues;   /* the first rule broken; 0: the schedule is valid, and the rest is set */
  int64_t duration;    /* ticks */
  int64_t peak;        /* bytes */
  size_t peak_step;    /* the first step that reaches the peak */
  const int64_t *live; /* bytes live while step i runs */
  size_t num_steps;
} moc_evaluation_info;

/* Any order, any budget. A schedule that breaks a rule is MOC_OK with an issue; a graph that is not
   valid is MOC_E_INVALID_GRAPH, and `*out` has its issues. */
MOCCASIN_EXPORT moc_rc moc_evaluate(const moc_graph *graph, const uint32_t *ops, size_t num_steps,
                                    moc_evaluation **out);
MOCCASIN_EXPORT moc_rc moc_evaluation_get(const moc_evaluation *evaluation,
                                          moc_evaluation_info *info);
MOCCASIN_EXPORT moc_rc moc_evaluation_issue(const moc_evaluation *evaluation, size_t i,
                                            moc_issue *issue);
MOCCASIN_EXPORT moc_rc moc_evaluation_free(moc_evaluation *evaluation);

/* One copy of a tensor: live during the steps [lower, upper). */
typedef struct moc_buffer {
  size_t struct_size;
  uint32_t tensor;
  int32_t copy; /* 0: written by its producer's first run */
  int64_t lower;
  int64_t upper;
  int64_t size; /* bytes */
} moc_buffer;

/* Every buffer of a schedule, by `lower`. MOC_E_INVALID_SCHEDULE if it breaks a rule. */
MOCCASIN_EXPORT moc_rc moc_lifetimes(const moc_graph *graph, const uint32_t *ops, size_t num_steps,
                                     moc_buffers **out);
MOCCASIN_EXPORT moc_rc moc_buffers_count(const moc_buffers *buffers, size_t *count);
MOCCASIN_EXPORT moc_rc moc_buffers_get(const moc_buffers *buffers, size_t i, moc_buffer *buffer);
MOCCASIN_EXPORT moc_rc moc_buffers_free(moc_buffers *buffers);

/* ---- JSON: the formats of docs/formats.md and docs/certificates.md ----

   Of what io.hpp has, C lacks so far: keys of node-link graphs, ids of operations as a file calls
   them, schedules read to verify or to start from, and the check of a certificate. */

/* A graph of every dialect that the program reads. MOC_E_IO if the file cannot be read,
   MOC_E_INVALID_GRAPH with the place in the text if it has no valid graph. */
MOCCASIN_EXPORT moc_rc moc_graph_from_json(const char *json, size_t length, moc_graph **out);
MOCCASIN_EXPORT moc_rc moc_graph_from_file(const char *path, moc_graph **out);
/* Operations have the ids that they were read with; of a graph made or changed here their names,
   if each has one of its own, else numbers. MOC_E_INVALID_GRAPH if the graph is not valid. */
MOCCASIN_EXPORT moc_rc moc_graph_to_json(const moc_graph *graph, moc_text **out);
/* What `moccasin solve -o` writes of such a result. MOC_E_INVALID_ARG if the result is invalid, or
   not of this very handle as it is now, MOC_E_INVALID_GRAPH if the graph is not valid. */
MOCCASIN_EXPORT moc_rc moc_result_to_json(const moc_result *result, const moc_graph *graph,
                                          moc_text **out);
/* MOC_E_INVALID_ARG without a certificate, or if the result is not of this very handle as it is
   now. */
MOCCASIN_EXPORT moc_rc moc_certificate_to_json(const moc_result *result, const moc_graph *graph,
                                               moc_text **out);
/* `length` may be NULL: a zero follows the text. */
MOCCASIN_EXPORT moc_rc moc_text_get(const moc_text *text, const char **chars, size_t *length);
MOCCASIN_EXPORT moc_rc moc_text_free(moc_text *text);

#ifdef __cplusplus
}
#endif

#endif /* MOCCASIN_MOCCASIN_H */
