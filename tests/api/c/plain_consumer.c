/* SPDX-License-Identifier: Apache-2.0
   Compiled as C11 against the public headers alone; calls every function of them. */
#include "moccasin/arena.h"
#include "moccasin/moccasin.h"

#if !defined(__STDC_VERSION__) || __STDC_VERSION__ != 201112L
#error "this file is to be compiled as C11"
#endif

#include <stdio.h>
#include <string.h>

static int failures = 0;

static void expect(int holds, const char *what, int line) {
  if (holds) return;
  printf("line %d: %s; last error: %s\n", line, what, moc_last_error());
  ++failures;
}
#define EXPECT(what) expect((what), #what, __LINE__)

static int count_solutions(void *user, const moc_progress *progress, const uint32_t *ops,
                           size_t num_steps) {
  (void)progress, (void)ops, (void)num_steps;
  ++*(int *)user;
  return 0;
}

static int go_on(void *user, const moc_progress *progress) {
  (void)user, (void)progress;
  return 0;
}

/* The example of the header, by its pieces: a --4--> b --2--> c, and a -> c. */
static moc_graph *example(void) {
  static const char *const names[] = {"a", "b", "c"};
  static const int64_t durations[] = {10, 30, 20}, sizes[] = {4, 2, 1};
  static const uint32_t order[] = {0, 1, 2};
  moc_graph *graph = NULL;
  size_t num_ops = 0, num_tensors = 0;
  uint32_t i, op = 9, tensor = 9;
  EXPECT(moc_graph_create(&graph) == MOC_OK);
  for (i = 0; i < 3; ++i) {
    moc_op piece = {.struct_size = sizeof piece, .name = names[i], .duration = durations[i]};
    if (i == 0) {
      EXPECT(moc_graph_add_op(graph, &piece, &op) == MOC_OK);
      EXPECT(moc_graph_add_output(graph, op, sizes[i], 0, &tensor) == MOC_OK);
    } else {
      EXPECT(moc_graph_add_node(graph, &piece, sizes[i], &op) == MOC_OK);
    }
    EXPECT(op == i);
  }
  EXPECT(moc_graph_add_edge(graph, 0, 1) == MOC_OK);
  EXPECT(moc_graph_add_edge(graph, 1, 2) == MOC_OK);
  EXPECT(moc_graph_add_use(graph, 2, tensor) == MOC_OK);
  EXPECT(moc_graph_set_order(graph, order, 3) == MOC_OK);
  EXPECT(moc_graph_set_resident(graph, 0) == MOC_OK);
  EXPECT(moc_graph_size(graph, &num_ops, &num_tensors) == MOC_OK);
  EXPECT(num_ops == 3 && num_tensors == 3);
  EXPECT(moc_validate(graph) == MOC_OK);
  return graph;
}

static int64_t budget_of(const moc_graph *graph) {
  moc_facts *facts = NULL;
  moc_facts_info info = {.struct_size = sizeof info};
  moc_issue issue = {.struct_size = sizeof issue};
  int64_t budget = 0;
  EXPECT(moc_describe(graph, &facts) == MOC_OK);
  EXPECT(moc_facts_get(facts, &info) == MOC_OK);
  EXPECT(info.base_peak == 7 && info.floor == 7 && info.floor_at == MOC_FLOOR_AT_OP);
  EXPECT(moc_facts_issue(facts, 0, &issue) == MOC_E_INVALID_ARG);
  EXPECT(moc_read_budget("100%", info.base_peak, &budget) == MOC_OK);
  EXPECT(moc_facts_free(facts) == MOC_OK);
  return budget;
}

static void measure(const moc_graph *graph, const uint32_t *ops, size_t num_steps) {
  moc_evaluation *evaluation = NULL;
  moc_evaluation_info info = {.struct_size = sizeof info};
  moc_issue issue = {.struct_size = sizeof issue};
  moc_buffers *buffers = NULL;
  moc_buffer buffer = {.struct_size = sizeof buffer};
  size_t count = 0;
  EXPECT(moc_evaluate(graph, ops, num_steps, &evaluation) == MOC_OK);
  EXPECT(moc_evaluation_get(evaluation, &info) == MOC_OK);
  EXPECT(info.num_issues == 0 && info.duration == 60 && info.peak == 7 && info.live[0] == 4);
  EXPECT(moc_evaluation_issue(evaluation, 0, &issue) == MOC_E_INVALID_ARG);
  EXPECT(moc_evaluation_free(evaluation) == MOC_OK);
  EXPECT(moc_lifetimes(graph, ops, num_steps, &buffers) == MOC_OK);
  EXPECT(moc_buffers_count(buffers, &count) == MOC_OK && count == 3);
  EXPECT(moc_buffers_get(buffers, 0, &buffer) == MOC_OK);
  EXPECT(buffer.tensor == 0 && buffer.lower == 0 && buffer.upper == 3 && buffer.size == 4);
  EXPECT(moc_buffers_free(buffers) == MOC_OK);
}

static moc_options *all_options(void) {
  static const uint32_t warm_start[] = {0, 1, 2};
  moc_options *options = NULL;
  EXPECT(moc_options_create(&options) == MOC_OK);
  EXPECT(moc_options_set_f64(options, "time-limit", 20) == MOC_OK);
  EXPECT(moc_options_set_i64(options, "work-limit", 100000) == MOC_OK);
  EXPECT(moc_options_set_str(options, "order", "free") == MOC_OK);
  EXPECT(moc_options_set_i64(options, "thread", 1) == MOC_E_INVALID_OPTION);
  EXPECT(strcmp(moc_last_error(), "unknown option 'thread'; did you mean 'threads'?") == 0);
  EXPECT(moc_options_set_warm_start(options, warm_start, 3) == MOC_OK);
  EXPECT(moc_options_set_certify(options, 1) == MOC_OK);
  EXPECT(moc_options_start_now(options) == MOC_OK);
  return options;
}

static void write_texts(const moc_graph *graph, const moc_result *result) {
  moc_graph *again = NULL;
  moc_text *text = NULL;
  const char *chars = NULL;
  size_t length = 0;
  EXPECT(moc_graph_to_json(graph, &text) == MOC_OK);
  EXPECT(moc_text_get(text, &chars, &length) == MOC_OK && strlen(chars) == length);
  EXPECT(moc_graph_from_json(chars, length, &again) == MOC_OK);
  EXPECT(moc_validate(again) == MOC_OK);
  EXPECT(moc_graph_free(again) == MOC_OK);
  EXPECT(moc_text_free(text) == MOC_OK);
  EXPECT(moc_graph_from_file("/nowhere/g.json", &again) == MOC_E_IO && again == NULL);
  EXPECT(moc_result_to_json(result, graph, &text) == MOC_OK);
  EXPECT(moc_text_free(text) == MOC_OK);
  EXPECT(moc_certificate_to_json(result, graph, &text) == MOC_OK);
  EXPECT(moc_text_free(text) == MOC_OK);
}

static void place(const moc_graph *graph, const uint32_t *ops, size_t num_steps) {
  moc_place_options options = {.struct_size = sizeof options, .alignment = 8, .work_limit = 1000};
  moc_arena_buffer buffers[2] = {
      {.struct_size = sizeof *buffers, .upper = 2, .size = 3},
      {.struct_size = sizeof *buffers, .lower = 1, .upper = 3, .size = 5}};
  moc_placement_info info = {.struct_size = sizeof info};
  moc_issue issue = {.struct_size = sizeof issue};
  moc_placement *placement = NULL;
  EXPECT(moc_place(graph, ops, num_steps, &options, NULL, &placement) == MOC_OK);
  EXPECT(moc_placement_get(placement, &info) == MOC_OK);
  EXPECT(info.has_placement == 1 && info.num_offsets == 3 && info.alignment == 8);
  EXPECT(moc_placement_issue(placement, 0, &issue) == MOC_E_INVALID_ARG);
  EXPECT(moc_verify_placement(graph, ops, num_steps, &info, info.arena) == MOC_OK);
  EXPECT(moc_placement_free(placement) == MOC_OK);
  EXPECT(moc_place_buffers(buffers, 2, NULL, NULL, &placement) == MOC_OK);
  EXPECT(moc_placement_get(placement, &info) == MOC_OK && info.arena == 8);
  EXPECT(moc_verify_buffers(buffers, 2, info.offsets, 7) == MOC_E_INVALID_PLACEMENT);
  EXPECT(moc_placement_free(placement) == MOC_OK);
}

static void plan(void) {
  moc_graph *graph = example();
  moc_options *options = all_options();
  moc_stop *stop = NULL;
  moc_result *result = NULL;
  moc_result_info info = {.struct_size = sizeof info};
  moc_issue issue = {.struct_size = sizeof issue};
  int solutions = 0;
  moc_callbacks callbacks = {.struct_size = sizeof callbacks,
                             .user = &solutions,
                             .on_progress = go_on,
                             .on_solution = count_solutions};
  moc_placement *placement = NULL;
  const char *name = NULL;
  int64_t value = 0;
  EXPECT(moc_stop_create(&stop) == MOC_OK);
  EXPECT(moc_solve(graph, budget_of(graph), options, &callbacks, stop, &result) == MOC_OK);
  EXPECT(moc_result_get(result, &info) == MOC_OK);
  EXPECT(info.status == MOC_STATUS_OPTIMAL && info.num_steps == 3);
  EXPECT(info.duration == 60 && info.peak == 7 && info.schedule[2] == 2);
  EXPECT(solutions > 0);
  EXPECT(moc_result_issue(result, 0, &issue) == MOC_E_INVALID_ARG);
  EXPECT(moc_result_counter(result, info.num_counters, &name, &value) == MOC_E_INVALID_ARG);
  EXPECT(info.arena == 0 && moc_result_placement(result, &placement) == MOC_E_INVALID_ARG);
  measure(graph, info.schedule, info.num_steps);
  place(graph, info.schedule, info.num_steps);
  write_texts(graph, result);
  EXPECT(moc_stop_requested(stop) == 0);
  EXPECT(moc_stop_request(stop) == MOC_OK && moc_stop_requested(stop) == 1);
  EXPECT(moc_result_free(result) == MOC_OK);
  EXPECT(moc_stop_free(stop) == MOC_OK);
  EXPECT(moc_options_free(options) == MOC_OK);
  EXPECT(moc_graph_free(graph) == MOC_OK);
}

int main(void) {
  EXPECT(moc_abi_version() == MOC_ABI_VERSION);
  EXPECT(strcmp(moc_version(), MOCCASIN_VERSION) == 0);
  EXPECT(strcmp(moc_rc_string(MOC_E_NOMEM), "MOC_E_NOMEM") == 0);
  plan();
  return failures == 0 ? 0 : 1;
}
