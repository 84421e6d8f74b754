// SPDX-License-Identifier: Apache-2.0
// What is behind the door of the same name.
#pragma once

#include "moccasin/moccasin.hpp"
#include "model/certificate.h"

namespace moccasin {
inline namespace v0 {

class Certificate {
 public:
  model::Certificate content;
};

}  // namespace v0
}  // namespace moccasin
