// SPDX-License-Identifier: Apache-2.0
// Whether the terminal is this program's own: a shell that has put it in the background, or has
// stopped it for a while, writes there itself.
#pragma once

namespace moccasin::app {

// Whether the terminal behind standard error takes this process for the one in the foreground; so
// does one that has no jobs.
[[nodiscard]] bool is_in_foreground();

// Once, before was_continued() is asked.
void watch_for_continuation();
// Whether the process was stopped and went on since this was asked last.
[[nodiscard]] bool was_continued();

}  // namespace moccasin::app
