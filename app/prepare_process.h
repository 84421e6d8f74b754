// SPDX-License-Identifier: Apache-2.0
// What the program may be started with that would let results get lost.
#pragma once

namespace moccasin::app {

// Before anything is opened. A standard stream that was closed is opened so that using it fails:
// else the next file to be opened would have its number, and what is printed would go into it. A
// file that reaches the system's limit of length (ulimit -f) is an error of writing, not a signal,
// and so is a pipe whose reader goes away (app/broken_pipe.h). A signal that ends the program in
// the middle of a write takes the temporary file along.
void prepare_process();

}  // namespace moccasin::app
