# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, by component:
#
#   library     libmoccasin.so, which programs load, and libmoccasin.a
#   headers     moccasin/*, and what find_package and pkg-config read
#   program     moccasin, its man page, its completions for three shells
#   documents   licence, documents, examples
#
# A prefix may be moved: nothing installed holds its path. Each library has an export set of its
# own, so that a system may ship one without the other.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
include(CheckCXXSourceCompiles)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/moccasin)

if(MOCCASIN_WITH_TBB)
  get_target_property(found TBB::tbb IMPORTED)
  if(NOT found)
    message(FATAL_ERROR "MOCCASIN_INSTALL: what links the static library would look for oneTBB, \
which this project builds itself; set MOCCASIN_WITH_TBB or MOCCASIN_INSTALL to OFF")
  endif()
endif()

foreach(kind static shared)
  install(TARGETS moccasin_${kind} EXPORT moccasin_${kind}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT moccasin_${kind} NAMESPACE moccasin:: FILE moccasin-${kind}.cmake
    DESTINATION ${package_dir} COMPONENT headers)
endforeach()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/api/include/moccasin
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT headers FILES_MATCHING PATTERN "*.h*")
install(FILES ${PROJECT_BINARY_DIR}/api/include/moccasin/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/moccasin COMPONENT headers)

# Before 1.0 a minor version may change what is seen: docs/compatibility.md.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(compatibility SameMinorVersion)
else()
  set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/moccasinConfigVersion.cmake
  COMPATIBILITY ${compatibility})
set(moccasin_threads Threads)
if(MOCCASIN_WITH_TBB)
  set(moccasin_threads TBB)
endif()
# What a linker that knows no C++ must be told. Which library it is depends on the flags.
check_cxx_source_compiles("#include <cstddef>
#ifndef _LIBCPP_VERSION
#error
#endif
int main() {}" MOCCASIN_WITH_LIBCXX)
set(moccasin_cxx stdc++)
if(MOCCASIN_WITH_LIBCXX)
  set(moccasin_cxx c++)
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/moccasinConfig.cmake.in
  ${PROJECT_BINARY_DIR}/package/moccasinConfig.cmake @ONLY)
install(
  FILES ${PROJECT_BINARY_DIR}/package/moccasinConfigVersion.cmake
        ${PROJECT_BINARY_DIR}/package/moccasinConfig.cmake
  DESTINATION ${package_dir} COMPONENT headers)

# pkg-config finds headers and library from where its own file lies.
set(pc_includedir ${CMAKE_INSTALL_INCLUDEDIR})
set(pc_libdir ${CMAKE_INSTALL_LIBDIR})
file(RELATIVE_PATH pc_up /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_up "${pc_up}")
set(pc_prefix "\${pcfiledir}/${pc_up}")
foreach(dir includedir libdir)
  if(IS_ABSOLUTE "${pc_${dir}}")
    set(pc_prefix ${CMAKE_INSTALL_PREFIX})
  else()
    set(pc_${dir} "\${prefix}/${pc_${dir}}")
  endif()
endforeach()
set(pc_threads -lpthread)
if(MOCCASIN_WITH_TBB)
  set(pc_threads "-ltbb -lpthread -ldl")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/moccasin.pc.in
  ${PROJECT_BINARY_DIR}/package/moccasin.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/package/moccasin.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT headers)

if(MOCCASIN_BUILD_CLI)
  install(TARGETS moccasin_cli
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  if(TARGET moccasin_pages)
    install(DIRECTORY ${PROJECT_BINARY_DIR}/share/man/
      DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT program)
    install(
      DIRECTORY ${PROJECT_BINARY_DIR}/share/bash-completion ${PROJECT_BINARY_DIR}/share/fish
                ${PROJECT_BINARY_DIR}/share/zsh
      DESTINATION ${CMAKE_INSTALL_DATAROOTDIR} COMPONENT program)
  endif()
endif()

install(FILES LICENSE NOTICE README.md CHANGELOG.md CITATION.cff cmake/copyright
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documents)
# The examples' own CMakeLists.txt builds one of them with the tests.
install(DIRECTORY docs data examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documents
  PATTERN examples/CMakeLists.txt EXCLUDE)
include(${CMAKE_CURRENT_LIST_DIR}/sbom.cmake)
