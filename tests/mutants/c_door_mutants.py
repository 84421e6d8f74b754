# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the C door: what crosses it, whom it lets in, what it keeps."""

from mutant import Mutant

ERROR = "api/c/error.h"
HANDLE = "api/c/handle.h"
STRUCT = "api/c/struct_size.cc"
OPTIONS = "api/c/options.cc"
SOLVE = "api/c/solve.cc"
GRAPH = "api/c/graph.cc"


def c_door(title, file, old, new, test):
    return Mutant(title, file, old, new, test, "api/c")


MUTANTS = [
    c_door("out of memory is an internal error", ERROR,
           "  } catch (const std::bad_alloc&) {\n    set_last_error({\"out of memory\"});\n"
           "    return MOC_E_NOMEM;\n", "", "allocation_failure"),
    c_door("an exception of any kind passes", ERROR,
           "  } catch (...) {\n    set_last_error({\"internal error\"});\n"
           "    return MOC_E_INTERNAL;\n", "", "error"),
    c_door("the kind of a handle is not looked at", HANDLE,
           "  if (!handle->is(H::kTag)) {", "  if (false) {", "handle"),
    c_door("a freed handle keeps its tag", HANDLE,
           "  ~HandleHead() { tag_.store(Tag::none, std::memory_order_relaxed); }",
           "  ~HandleHead() = default;", "allocation_failure"),
    c_door("a handle is freed while it is in use", HANDLE,
           "    if (!handle->begin_changing()) {\n"
           "      fail(MOC_E_BUSY, {argument, \": another call uses this \", H::kName});\n"
           "    }\n    delete handle;", "    delete handle;", "handle"),
    c_door("readers do not keep a change out", HANDLE,
           "    return users_.compare_exchange_strong(nobody, kChanging, std::memory_order_acquire);",
           "    users_.store(kChanging + nobody);\n    return true;", "handle"),
    c_door("reading does not count", HANDLE,
           "compare_exchange_weak(users, users + 1, ", "compare_exchange_weak(users, users, ",
           "solve"),
    c_door("what is beyond the known end is not looked at", STRUCT,
           "  if (size > known && std::any_of", "  if (false && std::any_of", "struct_size"),
    c_door("a struct is written beyond its end", STRUCT,
           "              std::min(size, known) - kHead);", "              known - kHead);",
           "struct_size"),
    c_door("the rest of a newer struct is left as it was", STRUCT,
           "  if (size > known) std::memset(bytes + known, 0, size - known);\n", "", "struct_size"),
    c_door("a fraction is taken for a whole number", OPTIONS,
           "  if (option.type == OptionType::whole) fail_of_type(option, \"i64\");\n", "", "options"),
    c_door("the stop does not reach the search", SOLVE,
           "stop == nullptr ? nullptr : &stop->flag", "nullptr", "solve"),
    c_door("callbacks that ask for a stop are not heard", SOLVE,
           "callbacks.on_progress(callbacks.user, &converted) == 0;",
           "callbacks.on_progress(callbacks.user, &converted), true;", "solve"),
    c_door("a result is still that of a graph that has changed", GRAPH,
           "    use->revision = moccasin::c_door::next_revision();\n", "", "json"),
    c_door("the size of a pointer is that of a struct", STRUCT,
           "size >= first && size <= kMostBytes", "size >= sizeof size && size <= kMostBytes",
           "struct_size"),
    c_door("a changed graph is written as it was read", GRAPH,
           "    use->document.reset();\n", "", "json"),
]
