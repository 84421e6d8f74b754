# SPDX-License-Identifier: Apache-2.0
# What every target of the project has in common. A folder is a target; includes are written from
# the root of the tree ("model/graph.h").
function(moccasin_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  set_target_properties(${name} PROPERTIES
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
  # GCC 12 sees overlapping copies in every std::string concatenation (GCC bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${name} PRIVATE -Wno-restrict)
  endif()
  if(MOCCASIN_WERROR)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
  if(NOT MOCCASIN_ASSERTS)
    target_compile_definitions(${name} PUBLIC MOCCASIN_NO_ASSERTS)
  endif()
  if(MOCCASIN_EXPENSIVE_ASSERTS)
    target_compile_definitions(${name} PUBLIC MOCCASIN_EXPENSIVE_ASSERTS)
  endif()
  if(MOCCASIN_SANITIZE)
    target_compile_options(${name} PUBLIC -fsanitize=${MOCCASIN_SANITIZE}
      -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${name} PUBLIC -fsanitize=${MOCCASIN_SANITIZE})
  endif()
endfunction()
