// SPDX-License-Identifier: Apache-2.0
// The one line below all others that says how a search goes, as wide as the terminal allows:
//
//      3.2 s ▕███████▌               ▏ +5.76 %, gap 0.14 %  annealing
//      3.2 s [##......] +5.76 %, gap 0.14 %
//   3.2 s  gap 0.14 %
//
// What matters least goes first where there is no room: who is at work, then the bar, then all but
// the shortest form of the state, then that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace moccasin::app {

struct LiveLine {
  double seconds = 0;       // since the program started
  double used = -1;         // part of the nearest limit, from 0 to 1; negative: there is none
  std::string state;        // "+5.76 %, gap 0.14 %"
  std::string short_state;  // "gap 0.14 %"; empty: none
  std::string phase;        // who is at work; empty: nobody to tell of
};

// How much of the limits is used up, of time or work, whichever is more; a limit of 0 is none.
// Negative without limits.
[[nodiscard]] double used_part(double seconds, double time_limit, std::uint64_t work,
                               std::uint64_t work_limit);

// At most `width` columns; empty where not even the time fits. `utf8`: what the terminal shows.
[[nodiscard]] std::string render_live_line(const LiveLine& line, std::size_t width, bool utf8);

}  // namespace moccasin::app
