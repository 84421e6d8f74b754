// SPDX-License-Identifier: Apache-2.0
// Readers that go away. A program that writes to a pipe without a reader is ended by SIGPIPE, which
// is right where the pipe is its standard output, as before `head`, and wrong where it is one
// output of several: the others would be lost. So the signal is ignored, and the same end is made
// by hand.
#pragma once

namespace moccasin::app {

// Once, at the beginning. Where the signal was ignored already, as some parents have it, nobody is
// ever gone: what cannot be written is an error then.
void take_over_broken_pipes();

// Whether what the open file `stream` writes to has no reader any more.
[[nodiscard]] bool reader_is_gone(int stream);

// Whether standard output or standard error could not be written for that reason.
[[nodiscard]] bool nobody_listens();

// Ends the process as SIGPIPE does by default.
[[noreturn]] void end_by_broken_pipe();

}  // namespace moccasin::app
