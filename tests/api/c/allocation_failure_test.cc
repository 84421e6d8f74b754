// SPDX-License-Identifier: Apache-2.0
// Every function of the C door with each of its allocations failed in turn: the code says so, the
// handles are as they were, and nothing is lost.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/api/c/memory.h"
#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

constexpr std::uint32_t kLayers = 3, kOps = 2 * kLayers;
constexpr std::uint32_t kOrder[kOps] = {0, 1, 2, 3, 4, 5};
constexpr const char* kLongName = "a name that is too long to be kept within a string by itself";

Owned<moc_options> with_kept_order() {
  auto options = quick();
  (void)moc_options_set_str(options.get(), "order", "kept");
  return options;
}

Owned<moc_result> with_certificate(const moc_graph* graph) {
  const auto options = quick();
  (void)moc_options_set_certify(options.get(), 1);
  moc_result* result = nullptr;
  (void)moc_solve(graph, 12, options.get(), nullptr, nullptr, &result);
  return Owned<moc_result>(result);
}

constexpr std::string_view kJson =
    R"({"format": "moccasin-graph", "version": 1, "name": "pair", "nodes": [
        {"id": "a", "duration": 1, "size": 2}, {"id": "b", "duration": 3, "size": 4}],
        "edges": [["a", "b"]]})";

Owned<moc_graph> from_json() {
  moc_graph* graph = nullptr;
  (void)moc_graph_from_json(kJson.data(), kJson.size(), &graph);
  return Owned<moc_graph>(graph);
}

// The handles that a call may use, and those that it makes.
struct Handles {
  Owned<moc_graph> graph = training_chain(kLayers);
  Owned<moc_options> options = quick();
  Owned<moc_options> kept = with_kept_order();
  Owned<moc_result> result;
  Owned<moc_facts> facts;
  Owned<moc_evaluation> evaluation;
  Owned<moc_buffers> buffers;
  Owned<moc_text> text;
  Owned<moc_graph> read = from_json();
  Owned<moc_result> certified = with_certificate(graph.get());
};

// What can be told of them by the door alone.
struct Seen {
  std::vector<std::size_t> sizes;
  std::vector<std::int64_t> amounts;
  friend bool operator==(const Seen&, const Seen&) = default;
};

void look_at_read(const moc_graph* graph, Seen& seen) {
  moc_facts* facts = nullptr;
  (void)moc_describe(graph, &facts);
  const Owned<moc_facts> owned(facts);
  auto info = sized<moc_facts_info>();
  (void)moc_facts_get(facts, &info);
  seen.amounts.insert(seen.amounts.end(), {info.base_peak, info.base_duration, info.resident});
}

Seen look_at(const Handles& handles) {
  Seen seen;
  std::size_t ops = 0, tensors = 0;
  (void)moc_graph_size(handles.graph.get(), &ops, &tensors);
  seen.sizes = {ops, tensors};
  moc_facts* facts = nullptr;
  const moc_rc rc = moc_describe(handles.graph.get(), &facts);
  const Owned<moc_facts> owned(facts);
  auto info = sized<moc_facts_info>();
  (void)moc_facts_get(facts, &info);
  seen.amounts = {rc,         info.base_duration, info.base_peak,
                  info.floor, info.resident,      info.base_peak_op};
  seen.sizes.push_back(info.num_uses);
  moc_result* result = nullptr;
  const moc_rc solved = moc_solve(handles.graph.get(), info.base_peak, handles.options.get(),
                                  nullptr, nullptr, &result);
  const Owned<moc_result> owned_result(result);
  seen.amounts.push_back(solved);
  seen.amounts.push_back(result == nullptr ? -1 : info_of(result).duration);
  look_at_read(handles.read.get(), seen);
  return seen;
}

// Puts what `call` makes into `owned`.
template <class H, class Call>
moc_rc make_into(Owned<H>& owned, const Call& call) {
  H* handle = nullptr;
  const moc_rc rc = call(&handle);
  if (handle != nullptr) owned.reset(handle);
  return rc;
}

struct Function {
  const char* name;
  moc_rc (*call)(Handles&);
};

// At the floor, where annealing, bound and clause learning all have something to do.
moc_rc solve_into(Handles& h, const moc_options* options) {
  const moc_rc rc = make_into(h.result, [&](moc_result** out) {
    return moc_solve(h.graph.get(), 12, options, nullptr, nullptr, out);
  });
  // Out of memory in the search is a result: it has the best schedule so far.
  return rc == MOC_OK && info_of(h.result.get()).stop == MOC_STOP_MEMORY ? MOC_E_NOMEM : rc;
}

const Function kFunctions[] = {
    {"moc_graph_create", [](Handles& h) { return make_into(h.graph, moc_graph_create); }},
    {"moc_graph_add_op",
     [](Handles& h) {
       const moc_op op = op_of(kLongName, 5);
       return moc_graph_add_op(h.graph.get(), &op, nullptr);
     }},
    {"moc_graph_add_node",
     [](Handles& h) {
       const moc_op op = op_of(kLongName, 5);
       return moc_graph_add_node(h.graph.get(), &op, 3, nullptr);
     }},
    {"moc_graph_add_output",
     [](Handles& h) { return moc_graph_add_output(h.graph.get(), 0, 5, 0, nullptr); }},
    {"moc_graph_add_use", [](Handles& h) { return moc_graph_add_use(h.graph.get(), 5, 0); }},
    {"moc_graph_add_edge", [](Handles& h) { return moc_graph_add_edge(h.graph.get(), 0, 4); }},
    {"moc_graph_set_order",
     [](Handles& h) { return moc_graph_set_order(h.graph.get(), kOrder, kOps); }},
    {"moc_graph_set_resident", [](Handles& h) { return moc_graph_set_resident(h.graph.get(), 5); }},
    {"moc_validate", [](Handles& h) { return moc_validate(h.graph.get()); }},
    {"moc_describe",
     [](Handles& h) {
       return make_into(h.facts, [&](moc_facts** out) { return moc_describe(h.graph.get(), out); });
     }},
    {"moc_options_create", [](Handles& h) { return make_into(h.options, moc_options_create); }},
    {"moc_options_set_i64",
     [](Handles& h) { return moc_options_set_i64(h.options.get(), "max-copies", 1000000000); }},
    {"moc_options_set_f64",
     [](Handles& h) { return moc_options_set_f64(h.options.get(), "gap", 0.1234567890123456789); }},
    {"moc_options_set_str",
     [](Handles& h) { return moc_options_set_str(h.options.get(), "memory-limit", "1000000GiB"); }},
    {"moc_options_set_warm_start",
     [](Handles& h) { return moc_options_set_warm_start(h.options.get(), kOrder, kOps); }},
    {"moc_solve", [](Handles& h) { return solve_into(h, h.options.get()); }},
    {"moc_solve_with_the_order_kept", [](Handles& h) { return solve_into(h, h.kept.get()); }},
    {"moc_evaluate",
     [](Handles& h) {
       return make_into(h.evaluation, [&](moc_evaluation** out) {
         return moc_evaluate(h.graph.get(), kOrder, kOps, out);
       });
     }},
    {"moc_lifetimes",
     [](Handles& h) {
       return make_into(h.buffers, [&](moc_buffers** out) {
         return moc_lifetimes(h.graph.get(), kOrder, kOps, out);
       });
     }},
    {"moc_place",
     [](Handles& h) {
       Owned<moc_placement> placement;
       return make_into(placement, [&](moc_placement** out) {
         return moc_place(h.graph.get(), kOrder, kOps, nullptr, nullptr, out);
       });
     }},
    {"moc_graph_from_json",
     [](Handles& h) {
       return make_into(h.graph, [&](moc_graph** out) {
         return moc_graph_from_json(kJson.data(), kJson.size(), out);
       });
     }},
    {"moc_graph_to_json",
     [](Handles& h) {
       return make_into(h.text,
                        [&](moc_text** out) { return moc_graph_to_json(h.graph.get(), out); });
     }},
    {"moc_result_to_json",
     [](Handles& h) {
       return make_into(h.text, [&](moc_text** out) {
         return moc_result_to_json(h.certified.get(), h.graph.get(), out);
       });
     }},
    {"moc_certificate_to_json",
     [](Handles& h) {
       return make_into(h.text, [&](moc_text** out) {
         return moc_certificate_to_json(h.certified.get(), h.graph.get(), out);
       });
     }},
    {"moc_stop_create",
     [](Handles&) {
       Owned<moc_stop> stop;
       return make_into(stop, moc_stop_create);
     }},
    {"moc_read_budget",
     [](Handles&) {
       std::int64_t bytes = 0;
       return moc_read_budget("80.5%", 1000, &bytes);
     }},
    {"moc_graph_set_resident_of_one_that_was_read",
     [](Handles& h) { return moc_graph_set_resident(h.read.get(), 5); }},
};

// Calls it with `arm(1)`, `arm(2)`, ... until nothing fails; how many failed.
std::int64_t fail_each(const Function& function, void (*arm)(std::int64_t), const Seen& before,
                       const Seen& after) {
  for (std::int64_t n = 1;; ++n) {
    Handles handles;
    arm(n);
    const moc_rc rc = function.call(handles);
    const bool failed = stop_failing() > 0;
    if (!failed) {
      EXPECT_EQ(rc, MOC_OK) << function.name;
      EXPECT_EQ(look_at(handles), after) << function.name;
      return n - 1;
    }
    // An allocation that may fail without harm is one that is not needed.
    EXPECT_TRUE(rc == MOC_E_NOMEM || rc == MOC_OK) << function.name << " " << n << ": " << rc;
    EXPECT_EQ(look_at(handles), rc == MOC_OK ? after : before) << function.name << " " << n;
    EXPECT_EQ(rc == MOC_OK ? rc : function.call(handles), MOC_OK)
        << function.name << " " << n << ": once more";
    EXPECT_EQ(look_at(handles), after) << function.name << " " << n << ": once more";
  }
}

class AllocationFailureTest : public ::testing::TestWithParam<Function> {};

TEST_P(AllocationFailureTest, EachInTurn) {
  const Function function = GetParam();
  Seen before, after;
  {
    Handles handles;
    before = look_at(handles);
    ASSERT_EQ(function.call(handles), MOC_OK);
    after = look_at(handles);
  }
  const std::int64_t live = live_allocations();
  (void)fail_each(function, fail_at, before, after);
  EXPECT_EQ(live_allocations(), live) << "one alone";
  (void)fail_each(function, fail_from, before, after);
  EXPECT_EQ(live_allocations(), live) << "and all that follow";
}

INSTANTIATE_TEST_SUITE_P(OfTheDoor, AllocationFailureTest, ::testing::ValuesIn(kFunctions),
                         [](const auto& given) { return std::string(given.param.name); });

// What fails in its own way, with memory and for want of it.
TEST(AllocationFailureTest, ErrorsAreToldOrThereIsNoMemory) {
  struct Wrong {
    const char* name;
    moc_rc code;
    moc_rc (*call)(Handles&);
  };
  const Wrong cases[] = {
      {"no JSON", MOC_E_INVALID_GRAPH,
       [](Handles& h) {
         return make_into(h.text, [](moc_text**) {
           moc_graph* graph = nullptr;
           return moc_graph_from_json("{\"nodes\": [x]}", 14, &graph);
         });
       }},
      {"no file", MOC_E_IO,
       [](Handles&) {
         moc_graph* graph = nullptr;
         return moc_graph_from_file("/nowhere/a/path/too/long/for/a/string/alone", &graph);
       }},
      {"no option", MOC_E_INVALID_OPTION,
       [](Handles& h) { return moc_options_set_i64(h.options.get(), kLongName, 1); }},
      {"no value", MOC_E_INVALID_OPTION,
       [](Handles& h) { return moc_options_set_str(h.options.get(), "order", kLongName); }},
      {"no budget", MOC_E_INVALID_OPTION,
       [](Handles&) {
         std::int64_t bytes = 0;
         return moc_read_budget(kLongName, 1000, &bytes);
       }},
      {"no schedule", MOC_E_INVALID_SCHEDULE,
       [](Handles& h) {
         return make_into(h.buffers, [&](moc_buffers** out) {
           return moc_lifetimes(h.graph.get(), kOrder + 1, kOps - 1, out);
         });
       }},
      {"no valid graph", MOC_E_INVALID_GRAPH,
       [](Handles& h) {
         const Owned<moc_graph> empty = made(moc_graph_create);
         return empty == nullptr ? MOC_E_NOMEM : make_into(h.text, [&](moc_text** out) {
           return moc_graph_to_json(empty.get(), out);
         });
       }},
  };
  for (const Wrong& wrong : cases) {
    Handles handles;
    const Seen before = look_at(handles);
    std::int64_t failed = 1;
    for (std::int64_t n = 1; failed > 0; ++n) {
      fail_at(n);
      const moc_rc rc = wrong.call(handles);
      failed = stop_failing();
      EXPECT_TRUE(rc == wrong.code || (failed > 0 && rc == MOC_E_NOMEM)) << wrong.name << n;
    }
    EXPECT_EQ(look_at(handles), before) << wrong.name;
  }
}

// A schedule that was reported is in the result, whatever fails behind it.
TEST(AllocationFailureTest, WhatWasFoundIsNotLost) {
  const auto graph = training_chain(5);
  const auto options = quick();
  (void)moc_options_set_certify(options.get(), 1);
  (void)moc_options_set_i64(options.get(), "work-limit", 20000);
  int solutions = 0;
  auto callbacks = sized<moc_callbacks>();
  callbacks.user = &solutions;
  callbacks.on_solution = [](void* user, const moc_progress*, const std::uint32_t*, std::size_t) {
    ++*static_cast<int*>(user);
    return 0;
  };
  std::int64_t failed = 1, found = 0;
  for (std::int64_t n = 1; failed > 0; ++n) {
    solutions = 0;
    moc_result* made_result = nullptr;
    fail_at(n);
    const moc_rc rc = moc_solve(graph.get(), 16, options.get(), &callbacks, nullptr, &made_result);
    failed = stop_failing();
    const Owned<moc_result> result(made_result);
    if (solutions == 0) continue;
    ++found;
    ASSERT_EQ(rc, MOC_OK) << n;
    EXPECT_GT(info_of(result.get()).num_steps, 0u) << n;
  }
  EXPECT_GT(found, 100) << "allocations after a schedule was found";
}

TEST(AllocationFailureTextTest, IsTheLastError) {
  fail_from(1);
  moc_graph* graph = nullptr;
  const moc_rc rc = moc_graph_create(&graph);
  const std::string text = (stop_failing(), moc_last_error());
  EXPECT_EQ(rc, MOC_E_NOMEM);
  EXPECT_EQ(graph, nullptr);
  EXPECT_EQ(text, "out of memory");
}

// The memory of what was freed is kept here, so that what is still there can be seen.
TEST(StaleHandleTest, IsRecognised) {
  keep_freed(true);
  moc_options* const options = made(moc_options_create).release();
  EXPECT_EQ(moc_options_free(options), MOC_OK);
  EXPECT_EQ(moc_options_set_i64(options, "threads", 2), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "options is no moc_options, or one that was freed");
  EXPECT_EQ(moc_options_free(options), MOC_E_INVALID_ARG);
  moc_stop* const stop = made(moc_stop_create).release();
  EXPECT_EQ(moc_stop_free(stop), MOC_OK);
  EXPECT_EQ(moc_stop_request(stop), MOC_E_INVALID_ARG);
  EXPECT_EQ(moc_stop_requested(stop), 0);
  keep_freed(false);
}

}  // namespace
}  // namespace moccasin::testing
