/* SPDX-License-Identifier: Apache-2.0
   An address for every buffer of a schedule: offsets in one block of memory, the arena, as small as
   can be found. What the words mean, arena.hpp says; how functions fail and structs grow,
   moccasin.h.

     moc_placement *placement = NULL;
     moc_placement_info info = {sizeof info};
     moc_rc rc = moc_place(graph, ops, num_steps, NULL, NULL, &placement);
     if (rc == MOC_OK) rc = moc_placement_get(placement, &info);
     if (rc == MOC_OK && info.has_placement) run_in(malloc((size_t)info.arena), info.offsets);
     moc_placement_free(placement); */
#ifndef MOCCASIN_ARENA_H
#define MOCCASIN_ARENA_H

#include "moccasin/moccasin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct moc_placement moc_placement;

/* All zero is fine: no limit at all then. NULL where one is expected: 60 seconds. */
typedef struct moc_place_options {
  size_t struct_size;
  int64_t alignment; /* bytes: every offset is a multiple of it; 0 is 1 */
  /* Bytes that the arena may have: the search ends with the first placement within them, or with a
     proof that there is none. 0: as few as can be found. */
  int64_t capacity;
  double time_limit;   /* seconds from the call on; 0: none */
  uint64_t work_limit; /* deterministic ticks; 0: none */
  uint64_t seed;
} moc_place_options;

typedef struct moc_placement_info {
  size_t struct_size;
  /* MOC_STATUS_...: FEASIBLE: a placement, within the capacity if one was asked for; OPTIMAL: one
     whose arena is as small as `bound`; INFEASIBLE: proved, there is none within the capacity;
     UNKNOWN: none found; INVALID: see the issues. */
  int32_t status;
  int32_t
      stop; /* MOC_STOP_...: TARGET: a placement within the capacity; NONE: nothing more to try */
  int32_t has_placement; /* FEASIBLE or OPTIMAL; else the fields of the placement are of a larger
                            one, or there are no offsets */
  int32_t reserved;
  const int64_t *offsets; /* bytes; of every buffer of moc_lifetimes, in its order */
  size_t num_offsets;
  const int64_t *workspaces; /* bytes; by step, 0 where its operation has none */
  size_t num_workspaces;
  int64_t alignment;    /* bytes; all offsets are multiples of it */
  int64_t arena;        /* bytes: where the highest buffer ends */
  int64_t bound;        /* bytes: no arena is smaller */
  int64_t live_peak;    /* bytes that are live at once at most, without resident ones */
  const char *found_by; /* the technique behind the placement */
  const char *bound_by; /* the technique behind the bound */
  double wall_seconds;  /* since the call */
  uint64_t work;        /* deterministic ticks */
  size_t num_issues;    /* if status is MOC_STATUS_INVALID */
} moc_placement_info;

/* Places every buffer of moc_lifetimes, and each step's workspace. `options` and `stop` may be
   NULL. A capacity that cannot be reached, a limit, out of memory in the search and a stop are
   results, not errors. MOC_E_INVALID_GRAPH, MOC_E_INVALID_SCHEDULE and MOC_E_INVALID_OPTION come
   with a placement that has the issues and no offsets. */
MOCCASIN_EXPORT moc_rc moc_place(const moc_graph *graph, const uint32_t *ops, size_t num_steps,
                                 const moc_place_options *options, const moc_stop *stop,
                                 moc_placement **out);
MOCCASIN_EXPORT moc_rc moc_placement_get(const moc_placement *placement, moc_placement_info *info);
MOCCASIN_EXPORT moc_rc moc_placement_issue(const moc_placement *placement, size_t i,
                                           moc_issue *issue);
MOCCASIN_EXPORT moc_rc moc_placement_free(moc_placement *placement);

/* Where the buffers of a result's schedule lie, which were placed while solving: with the option
   "arena" every schedule has a placement. Of the search for offsets nothing is known then: bound,
   live_peak, found_by, bound_by, wall_seconds and work are zero or empty. MOC_E_INVALID_ARG if the
   result has none. */
MOCCASIN_EXPORT moc_rc moc_result_placement(const moc_result *result, moc_placement **out);

/* Offsets of a schedule, as moc_placement_info has them, checked by code that the search does not
   use. `capacity`: bytes that the arena may have at most; 0: any number. MOC_E_INVALID_PLACEMENT
   with the first thing that is wrong. */
MOCCASIN_EXPORT moc_rc moc_verify_placement(const moc_graph *graph, const uint32_t *ops,
                                            size_t num_steps, const moc_placement_info *placement,
                                            int64_t capacity);

/* ---- For who has buffers and no graph ---- */

typedef struct moc_arena_buffer {
  size_t struct_size;
  int64_t lower; /* live during [lower, upper), in any unit, each within +-2^62 */
  int64_t upper;
  int64_t size;      /* bytes, >= 0 */
  int64_t alignment; /* bytes: the offset is a multiple of it, and of the options'; 0 is 1 */
  int64_t offset;    /* bytes, if is_fixed: where it lies already, and stays */
  int32_t is_fixed;
  int32_t reserved; /* 0 */
} moc_arena_buffer;

/* The same of an array of buffers, all of the struct_size of the first: offsets has one for each,
   in their order. MOC_E_INVALID_PLACEMENT, with issues, for a buffer that no arena can hold and for
   two that overlap where they lie already. */
MOCCASIN_EXPORT moc_rc moc_place_buffers(const moc_arena_buffer *buffers, size_t num_buffers,
                                         const moc_place_options *options, const moc_stop *stop,
                                         moc_placement **out);
/* `offsets` has one for each of the buffers. MOC_E_INVALID_PLACEMENT likewise. */
MOCCASIN_EXPORT moc_rc moc_verify_buffers(const moc_arena_buffer *buffers, size_t num_buffers,
                                          const int64_t *offsets, int64_t capacity);

#ifdef __cplusplus
}
#endif

#endif /* MOCCASIN_ARENA_H */
