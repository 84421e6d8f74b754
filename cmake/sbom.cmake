# SPDX-License-Identifier: Apache-2.0
# moccasin.spdx.json: what the release consists of and what it links, read from what was built.
# Without Python there is none, and the build does not need it.
find_package(Python3 QUIET COMPONENTS Interpreter)
if(NOT Python3_FOUND OR NOT CMAKE_READELF)
  message(STATUS "No moccasin.spdx.json: it takes Python 3 and readelf")
  return()
endif()

find_package(nlohmann_json QUIET)
find_package(Boost QUIET)
set(sbom ${PROJECT_BINARY_DIR}/moccasin.spdx.json)
set(sbom_files --shared $<TARGET_FILE:moccasin_shared>)
set(sbom_targets moccasin_shared)
if(MOCCASIN_BUILD_CLI)
  list(APPEND sbom_files --program $<TARGET_FILE:moccasin_cli>)
  list(APPEND sbom_targets moccasin_cli)
endif()
set(sbom_versions
  --built-with nlohmann-json=${nlohmann_json_VERSION}
  --built-with boost-intrusive=${Boost_VERSION_STRING}
  --built-with boost-program-options=${Boost_VERSION_STRING})
if(MOCCASIN_WITH_TBB)
  list(APPEND sbom_versions --built-with onetbb=${TBB_VERSION})
endif()
# Which C++ library it is depends on the flags.
separate_arguments(sbom_flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS}")
list(TRANSFORM sbom_flags PREPEND --flag=)

add_custom_command(OUTPUT ${sbom}
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/write_sbom.py
          --version ${PROJECT_VERSION} --compiler ${CMAKE_CXX_COMPILER} --readelf ${CMAKE_READELF}
          ${sbom_versions} ${sbom_flags} ${sbom_files} --output ${sbom}
  DEPENDS ${PROJECT_SOURCE_DIR}/tools/write_sbom.py ${sbom_targets}
  VERBATIM)
add_custom_target(moccasin_sbom ALL DEPENDS ${sbom})
install(FILES ${sbom} DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documents)
