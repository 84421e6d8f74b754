# SPDX-License-Identifier: Apache-2.0
# What `cpack` makes of an install: a package for Debian and a tarball. `tools/test --package` makes
# both, and uses them in a root where nothing else is.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME moccasin)
set(CPACK_PACKAGE_VENDOR "The moccasin authors")
set(CPACK_PACKAGE_CONTACT "The moccasin authors <maintainers@moccasin.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "planner of tensor rematerialization")
# Debian shows lines as they are written here.
set(CPACK_PACKAGE_DESCRIPTION
  "Given a computation graph and a memory budget, moccasin finds a schedule that
fits the budget and is as fast as possible, by running some operations more
than once instead of keeping their results.
.
This package has the program, the library for C++ and C, and its headers.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_ARCHIVE_FILE_EXTENSION tar.gz)
# Debian's own number of the package is in its version, and not in its file's name.
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
find_program(MOCCASIN_DPKG dpkg)
if(MOCCASIN_DPKG)
  execute_process(COMMAND ${MOCCASIN_DPKG} --print-architecture
    OUTPUT_VARIABLE architecture OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(CPACK_DEBIAN_FILE_NAME moccasin_${PROJECT_VERSION}_${architecture}.deb)
endif()
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Which package has the library, for packages of programs that link it.
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, pkg-config")
if(MOCCASIN_WITH_TBB)
  # For who links the static library.
  string(APPEND CPACK_DEBIAN_PACKAGE_SUGGESTS ", libtbb-dev")
endif()
foreach(folder DATAROOTDIR DOCDIR MANDIR)
  set(CPACK_MOCCASIN_${folder} ${CMAKE_INSTALL_${folder}})
endforeach()
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian.cmake)
include(CPack)
