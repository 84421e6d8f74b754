# SPDX-License-Identifier: Apache-2.0
# The library to link: every folder below the doors in one file, so that a user has one thing to
# link and nothing but the doors to see.
#
#   moccasin_static, moccasin_shared   both ways to have it; the one that is neither wanted by
#                                      BUILD_SHARED_LIBS nor installed is built on demand only
#   moccasin::moccasin                 the one that BUILD_SHARED_LIBS says
#   moccasin::io, moccasin::c          the same: names for moccasin/io.hpp and moccasin/moccasin.h
#   moccasin::static, moccasin::shared one of them for sure
set(MOCCASIN_PARTS
  base model compiled engine propagators encoding io
  limits packing threads closure cdcl fixed_order lns local bound portfolio curve)
set(MOCCASIN_DOORS moccasin_api moccasin_api_io moccasin_api_c)

set(part_objects "")
foreach(part ${MOCCASIN_PARTS})
  list(APPEND part_objects $<TARGET_OBJECTS:moccasin_${part}>)
endforeach()
set(hidden_doors "")
set(exported_doors "")
foreach(door ${MOCCASIN_DOORS})
  list(APPEND hidden_doors $<TARGET_OBJECTS:${door}>)
  list(APPEND exported_doors $<TARGET_OBJECTS:${door}_exported>)
endforeach()

add_library(moccasin_static STATIC ${part_objects} ${hidden_doors})
add_library(moccasin_shared SHARED ${part_objects} ${exported_doors})
target_compile_definitions(moccasin_static INTERFACE MOCCASIN_STATIC_DEFINE)
set_target_properties(moccasin_static PROPERTIES EXPORT_NAME static)

# Before 1.0 a minor version may change what is seen: docs/compatibility.md.
set(soversion ${PROJECT_VERSION_MAJOR})
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(soversion ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
endif()
set(exports ${PROJECT_BINARY_DIR}/api/exports.map)
configure_file(${PROJECT_SOURCE_DIR}/api/exports.map.in ${exports} @ONLY)
set_target_properties(moccasin_shared PROPERTIES
  EXPORT_NAME shared VERSION ${PROJECT_VERSION} SOVERSION ${soversion} LINK_DEPENDS ${exports})
# GCC links -ffast-math with code that changes how the whole process rounds, from the load on.
target_link_options(moccasin_shared PRIVATE -fno-fast-math
  LINKER:--version-script=${exports} LINKER:--gc-sections LINKER:-O1)
if(NOT MOCCASIN_SANITIZE)
  target_link_options(moccasin_shared PRIVATE LINKER:--no-undefined)
endif()

foreach(library moccasin_static moccasin_shared)
  set_target_properties(${library} PROPERTIES
    OUTPUT_NAME moccasin LINKER_LANGUAGE CXX POSITION_INDEPENDENT_CODE ON)
  # Users see the public headers only, and need no more than C++17.
  target_compile_features(${library} INTERFACE cxx_std_17)
  target_include_directories(${library} INTERFACE ${MOCCASIN_PUBLIC_INCLUDES})
  if(MOCCASIN_WITH_TBB)
    # It is asked to stay loaded with its threads, which takes dlopen().
    target_link_libraries(${library} PRIVATE TBB::tbb ${CMAKE_DL_LIBS})
  else()
    target_link_libraries(${library} PRIVATE Threads::Threads)
  endif()
  if(MOCCASIN_SANITIZE)
    target_link_options(${library} PUBLIC -fsanitize=${MOCCASIN_SANITIZE})
  endif()
endforeach()

if(BUILD_SHARED_LIBS)
  set(chosen moccasin_shared)
  set(other moccasin_static)
else()
  set(chosen moccasin_static)
  set(other moccasin_shared)
endif()
foreach(name moccasin io c)
  add_library(moccasin::${name} ALIAS ${chosen})
endforeach()
# As they are called where they are installed.
foreach(kind static shared)
  add_library(moccasin::${kind} ALIAS moccasin_${kind})
endforeach()
if(NOT MOCCASIN_INSTALL)
  set_target_properties(${other} PROPERTIES EXCLUDE_FROM_ALL ON)
endif()
