// SPDX-License-Identifier: Apache-2.0
#include "app/exit_code.h"

namespace moccasin::app {

Failure failure_of(const io::Error& error) {
  switch (error.kind) {
    case io::ErrorKind::option:
      return {ExitCode::usage, error.message};
    case io::ErrorKind::unwritable:
      return {ExitCode::failed, error.message};
    case io::ErrorKind::unreadable:
    case io::ErrorKind::syntax:
    case io::ErrorKind::content:
      break;
  }
  return {ExitCode::bad_input, error.message};
}

}  // namespace moccasin::app
