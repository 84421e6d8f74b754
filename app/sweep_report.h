// SPDX-License-Identifier: Apache-2.0
// What a person sees of a sweep: facts, a table that fills while it works, the table and what it
// comes to.
#pragma once

#include "app/console.h"
#include "app/sweep_case.h"

namespace moccasin::app {

class SweepReport {
 public:
  SweepReport(const SweepCase& sweep_case, Console& console)
      : case_(&sweep_case), console_(&console) {}

  void facts();
  void progress(const SweepProgress& progress);
  void result();

 private:
  const SweepCase* case_;
  Console* console_;
};

}  // namespace moccasin::app
