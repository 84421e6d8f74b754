// SPDX-License-Identifier: Apache-2.0
#include "io/packing_columns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moccasin::io {
namespace {

using Places = std::array<std::optional<std::size_t>, kPackingColumns>;

std::variant<PackingColumns, CsvFault> columns_of(std::string_view header) {
  CsvRows rows(header);
  EXPECT_EQ(rows.next(), CsvRows::Read::row);
  return read_packing_columns(rows.fields());
}

Places places_of(std::string_view header) {
  const auto columns = columns_of(header);
  if (const auto* const fault = std::get_if<CsvFault>(&columns)) {
    ADD_FAILURE() << fault->message;
    return {};
  }
  return std::get<PackingColumns>(columns).places;
}

// "offset: message"
std::string fault_of(std::string_view header) {
  const auto columns = columns_of(header);
  const auto* const fault = std::get_if<CsvFault>(&columns);
  return fault == nullptr ? "none" : std::to_string(fault->offset) + ": " + fault->message;
}

TEST(PackingColumnsTest, EveryNameOfMinimallocInAnyOrder) {
  const Places needed = {0, 1, 2, 3};
  for (const char* const header :
       {"id,lower,upper,size", "buffer,start,end,size", "buffer_id,begin,upper,size"}) {
    EXPECT_EQ(places_of(header), needed) << header;
  }
  EXPECT_EQ(places_of(" size , gaps,offset,alignment,upper,id\t,lower\r"),
            Places({5, 6, 4, 0, 3, 2, 1}));
}

TEST(PackingColumnsTest, TheLastStepIsAnotherThanTheOneBehindIt) {
  EXPECT_EQ(std::get<PackingColumns>(columns_of("id,lower,upper,size")).upper_end,
            UpperEnd::exclusive);
  EXPECT_EQ(std::get<PackingColumns>(columns_of("id,lower,end,size")).upper_end,
            UpperEnd::inclusive);
}

TEST(PackingColumnsTest, OtherColumnsCountAndArePassedOver) {
  const auto columns = columns_of("time,id,name,lower,upper,size,hint,comment");
  ASSERT_TRUE(std::holds_alternative<PackingColumns>(columns));
  EXPECT_EQ(std::get<PackingColumns>(columns).count, 8u);
  EXPECT_EQ(std::get<PackingColumns>(columns).places, Places({1, 3, 4, 5}));
}

TEST(PackingColumnsTest, Faults) {
  EXPECT_EQ(fault_of("id,lower,upper,size,alignement"),
            "20: unknown column 'alignement'; did you mean 'alignment'?");
  EXPECT_EQ(fault_of("id,lower,upper,size,off"),
            "20: unknown column 'off'; did you mean 'offset'?");
  EXPECT_EQ(fault_of("id,lower,upper,size,start"),
            "20: column 'start' says the same as column 'lower': one of them has to go");
  constexpr const char* kNames = "; the first line names the columns, as in id,lower,upper,size";
  EXPECT_EQ(fault_of("b1,0,3,4"),
            std::string("0: there is no column id (or buffer, buffer_id)") + kNames);
  EXPECT_EQ(fault_of("id,upper,size"),
            std::string("0: there is no column lower (or start, begin)") + kNames);
  EXPECT_EQ(fault_of("id,lower,size"),
            std::string("0: there is no column upper (or end)") + kNames);
  EXPECT_EQ(fault_of("id,lower,upper"), std::string("0: there is no column size") + kNames);
}

}  // namespace
}  // namespace moccasin::io
