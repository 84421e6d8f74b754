// SPDX-License-Identifier: Apache-2.0
#include "api/buffer_check.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>

#include "base/checked_int.h"
#include "model/verify_placement.h"

namespace moccasin {
inline namespace v0 {
namespace {

std::string text_of(std::int64_t number) { return std::to_string(number); }

// The least common multiple, if it is within kMostBytes. Pre-condition: both are >= 1.
std::optional<std::int64_t> common_multiple(std::int64_t a, std::int64_t b) {
  const auto product = base::checked_multiply(a / std::gcd(a, b), b);
  return product && *product <= kMostBytes ? product : std::nullopt;
}

// What keeps a buffer from lying in any arena; empty: nothing does.
std::string find_problem(const ArenaBuffer& buffer, std::int64_t alignment) {
  const auto [least, most] = std::minmax(buffer.lower, buffer.upper);
  if (least < -kMostBytes || most > kMostBytes) return "lower and upper must be within +-2^62";
  if (buffer.lower > buffer.upper) {
    return "upper is " + text_of(buffer.upper) + ", below lower, which is " + text_of(buffer.lower);
  }
  if (buffer.size < 0) return "size must not be negative, but is " + text_of(buffer.size);
  if (buffer.alignment < 1) {
    return "alignment must be at least 1, but is " + text_of(buffer.alignment);
  }
  const auto both = common_multiple(buffer.alignment, alignment);
  if (!both) {
    return "no offset up to 2^62 but 0 is a multiple of both " + text_of(buffer.alignment) +
           " and " + text_of(alignment);
  }
  if (buffer.offset < -1) {
    return "offset must be at least 0, or -1 of a buffer to be placed, but is " +
           text_of(buffer.offset);
  }
  if (buffer.offset > 0 && buffer.offset % *both != 0) {
    return "it lies at " + text_of(buffer.offset) + ", no multiple of its alignment, which is " +
           text_of(*both);
  }
  return "";
}

}  // namespace

std::variant<std::vector<model::ArenaBuffer>, std::vector<Issue>> check_buffers(
    const std::vector<ArenaBuffer>& buffers, std::int64_t alignment) {
  std::vector<model::ArenaBuffer> checked;
  checked.reserve(buffers.size());
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    const ArenaBuffer& buffer = buffers[i];
    const std::string problem = find_problem(buffer, alignment);
    if (!problem.empty()) {
      return std::vector<Issue>{
          {IssueCode::bad_buffer, "buffer " + std::to_string(i) + ": " + problem, {}}};
    }
    checked.push_back({buffer.lower, buffer.upper, buffer.size,
                       *common_multiple(buffer.alignment, alignment), buffer.offset});
  }
  return checked;
}

std::optional<Issue> find_overflow(std::span<const model::ArenaBuffer> buffers) {
  std::int64_t top = 0;
  const auto raise = [&top](std::int64_t bytes) {
    const auto sum = base::checked_add(top, bytes);
    top = sum && *sum <= kMostBytes ? *sum : kMostBytes + 1;
  };
  for (const model::ArenaBuffer& buffer : buffers) {
    if (buffer.offset >= 0) top = std::max(top, buffer.offset);
  }
  for (const model::ArenaBuffer& buffer : buffers) {
    if (top <= kMostBytes) raise(buffer.size);
    if (top <= kMostBytes && buffer.size > 0) raise(buffer.alignment - 1);
  }
  if (top <= kMostBytes) return std::nullopt;
  return Issue{IssueCode::bad_buffer,
               "the sizes and alignments of all buffers add up to more than 2^62",
               {}};
}

std::optional<Issue> find_fixed_overlap(std::span<const model::ArenaBuffer> buffers) {
  const auto violation = model::verify_fixed(buffers).violation;
  if (!violation) return std::nullopt;
  return Issue{IssueCode::bad_buffer,
               "buffer " + std::to_string(violation->buffer) + " overlaps buffer " +
                   std::to_string(violation->other) + " where both lie already",
               {}};
}

}  // namespace v0
}  // namespace moccasin
