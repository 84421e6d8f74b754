/* SPDX-License-Identifier: Apache-2.0
   A training step of three layers at 75 % of its peak, in C. */
#include <inttypes.h>
#include <moccasin/moccasin.h>
#include <stdio.h>

enum { LAYERS = 3 };

static moc_rc add_node(moc_graph *graph, const char *name, int64_t duration, uint32_t *id) {
  moc_op op = {.struct_size = sizeof op, .name = name, .duration = duration};
  return moc_graph_add_node(graph, &op, 100, id);
}

/* forward 0 -> forward 1 -> forward 2 -> backward 2 -> backward 1 -> backward 0, and each backward
   reads what its forward wrote. */
static moc_rc add_step(moc_graph *graph) {
  uint32_t forward[LAYERS], backward, before = 0;
  moc_rc rc = MOC_OK;
  for (int i = 0; i < LAYERS && rc == MOC_OK; ++i) {
    rc = add_node(graph, "forward", 2 + i, &forward[i]);
    if (rc == MOC_OK && i > 0) rc = moc_graph_add_edge(graph, forward[i - 1], forward[i]);
  }
  for (int i = LAYERS - 1; i >= 0 && rc == MOC_OK; --i) {
    rc = add_node(graph, "backward", 6, &backward);
    if (rc == MOC_OK) rc = moc_graph_add_edge(graph, forward[i], backward);
    if (rc == MOC_OK && i < LAYERS - 1) rc = moc_graph_add_edge(graph, before, backward);
    before = backward;
  }
  return rc;
}

static moc_rc plan(const moc_graph *graph, moc_options *options, moc_result **result) {
  moc_facts *facts = NULL;
  moc_facts_info known = {.struct_size = sizeof known};
  int64_t budget = 0;
  moc_rc rc = moc_describe(graph, &facts);
  if (rc == MOC_OK) rc = moc_facts_get(facts, &known);
  if (rc == MOC_OK) rc = moc_read_budget("75%", known.base_peak, &budget);
  if (rc == MOC_OK) rc = moc_options_set_str(options, "time-limit", "none");
  if (rc == MOC_OK) rc = moc_options_set_i64(options, "work-limit", 100000);
  if (rc == MOC_OK) rc = moc_solve(graph, budget, options, NULL, NULL, result);
  moc_facts_free(facts);
  return rc;
}

static void print(const moc_result_info *info) {
  if (info->num_steps == 0) {
    printf("nothing found; no schedule needs less than %" PRId64 " bytes\n", info->budget_floor);
    return;
  }
  for (size_t i = 0; i < info->num_steps; ++i) printf("%" PRIu32 " ", info->schedule[i]);
  printf("takes %" PRId64 " instead of %" PRId64 " ticks, and %" PRId64 " bytes\n", info->duration,
         info->base_duration, info->peak);
}

int main(void) {
  moc_graph *graph = NULL;
  moc_options *options = NULL;
  moc_result *result = NULL;
  moc_result_info info = {.struct_size = sizeof info};

  moc_rc rc = moc_graph_create(&graph);
  if (rc == MOC_OK) rc = add_step(graph);
  if (rc == MOC_OK) rc = moc_options_create(&options);
  if (rc == MOC_OK) rc = plan(graph, options, &result);
  if (rc == MOC_OK) rc = moc_result_get(result, &info);
  if (rc == MOC_OK) {
    print(&info);
  } else {
    fprintf(stderr, "%s: %s\n", moc_rc_string(rc), moc_last_error());
  }
  moc_result_free(result);
  moc_options_free(options);
  moc_graph_free(graph);
  return rc == MOC_OK ? 0 : 1;
}
