/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <moccasin/moccasin.h>
#include <stdio.h>

int main(void) {
  moc_graph *graph = NULL;
  moc_result *result = NULL;
  moc_op first = {.struct_size = sizeof first, .name = "first", .duration = 2};
  moc_op second = {.struct_size = sizeof second, .name = "second", .duration = 3};
  moc_result_info info = {.struct_size = sizeof info};

  moc_rc rc = moc_graph_create(&graph);
  if (rc == MOC_OK) rc = moc_graph_add_node(graph, &first, 10, NULL);
  if (rc == MOC_OK) rc = moc_graph_add_node(graph, &second, 20, NULL);
  if (rc == MOC_OK) rc = moc_graph_add_edge(graph, 0, 1);
  if (rc == MOC_OK) rc = moc_solve(graph, 30, NULL, NULL, NULL, &result);
  if (rc == MOC_OK) rc = moc_result_get(result, &info);
  if (rc == MOC_OK) {
    printf("%s %s: %" PRId64 " ticks, %" PRId64 " bytes\n", MOCCASIN_VERSION, moc_version(),
           info.duration, info.peak);
  } else {
    fprintf(stderr, "%s\n", moc_last_error());
  }
  moc_result_free(result);
  moc_graph_free(graph);
  return rc == MOC_OK ? 0 : 1;
}
