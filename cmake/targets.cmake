# SPDX-License-Identifier: Apache-2.0
# What every target of the project has in common. A folder is a target; includes are written from
# the root of the tree ("model/graph.h").
function(moccasin_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  set_target_properties(${name} PROPERTIES
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  if(PROJECT_IS_TOP_LEVEL OR MOCCASIN_WERROR)
    target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
  else()
    # Its warnings, and which of them are errors, the project around this one has chosen for itself.
    target_compile_options(${name} PRIVATE -w)
  endif()
  # The same answer on every machine: no product and sum in one rounding, nothing reordered, even if
  # the project around this one wants that (decision 026). It may do without exceptions, too.
  target_compile_options(${name} PRIVATE
    -fno-fast-math -ffp-contract=off -fexceptions $<$<COMPILE_LANGUAGE:CXX>:-frtti>)
  # GCC 12 sees overlapping copies in every std::string concatenation (GCC bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${name} PRIVATE -Wno-restrict)
  endif()
  # One symbol that is unique in the process, and no plug-in with the library in it is ever
  # unloaded.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -fno-gnu-unique)
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

# moccasin_prefers_size(<name>)
# For what reads, checks and writes, and does not search: -O3 makes a tenth of the shared library of
# it, and no input is read faster (docs/measurements.md).
function(moccasin_prefers_size name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O2>)
endfunction()

# moccasin_door(<name> SOURCES <file>... [LIBS <target>...] [DOORS <target>...])
# The objects of a folder with public headers, twice: <name>, which shows no symbol, for the static
# library, the program and the tests; and <name>_exported for the shared library. DOORS are others
# that it is built on; who links <name> alone links these as well.
set(MOCCASIN_PUBLIC_INCLUDES
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/api/include>
  $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/api/include>)
function(moccasin_door name)
  cmake_parse_arguments(PARSE_ARGV 1 door "" "" "SOURCES;LIBS;DOORS")
  foreach(target ${name} ${name}_exported)
    add_library(${target} OBJECT ${door_SOURCES})
    moccasin_target(${target})
    moccasin_prefers_size(${target})
    target_include_directories(${target} PUBLIC ${MOCCASIN_PUBLIC_INCLUDES})
    target_link_libraries(${target} PUBLIC ${door_LIBS})
  endforeach()
  foreach(door ${door_DOORS})
    target_link_libraries(${name} PUBLIC ${door})
    target_link_libraries(${name}_exported PUBLIC ${door}_exported)
  endforeach()
  target_compile_definitions(${name} PUBLIC MOCCASIN_STATIC_DEFINE)
  if(NOT MOCCASIN_INSTALL AND NOT BUILD_SHARED_LIBS)
    set_target_properties(${name}_exported PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()
