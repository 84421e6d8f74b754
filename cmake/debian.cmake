# SPDX-License-Identifier: Apache-2.0
# Run by cpack before it packs what it has staged: what Debian wants elsewhere, compressed or in a
# form of its own.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
foreach(folder DATAROOTDIR DOCDIR MANDIR)
  set(${folder} ${CPACK_MOCCASIN_${folder}})
  if(NOT IS_ABSOLUTE ${${folder}})
    set(${folder} ${CPACK_PACKAGING_INSTALL_PREFIX}/${${folder}})
  endif()
  set(${folder} ${CPACK_TEMPORARY_DIRECTORY}${${folder}})
endforeach()

# Puts FILE.gz, or `to`, in the place of a file.
function(compress file)
  set(to ${file}.gz)
  if(ARGC GREATER 1)
    set(to ${ARGV1})
  endif()
  execute_process(COMMAND gzip -9nc ${file} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE ${file})
endfunction()

# What is new in this version, as Debian's tools read it.
file(READ ${DOCDIR}/CHANGELOG.md changes)
string(REGEX REPLACE "^.*\n## ${CPACK_PACKAGE_VERSION}[^\n]*\n+" "" changes "${changes}")
string(REGEX REPLACE "\n+## .*$" "\n" changes "${changes}")
string(REGEX REPLACE "(^|\n)  " "\\1    " changes "${changes}")
string(REGEX REPLACE "(^|\n)- " "\\1  * " changes "${changes}")
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH if it is set
file(WRITE ${DOCDIR}/changelog.Debian
  "moccasin (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=low\n\n"
  "${changes}\n -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
compress(${DOCDIR}/changelog.Debian)
compress(${DOCDIR}/CHANGELOG.md ${DOCDIR}/changelog.gz)

# The licence is in every Debian, and copyright says where. README.md says LICENSE.
file(REMOVE ${DOCDIR}/LICENSE)
file(CREATE_LINK copyright ${DOCDIR}/LICENSE SYMBOLIC)
if(EXISTS ${MANDIR}/man1/moccasin.1)
  compress(${MANDIR}/man1/moccasin.1)
endif()
if(EXISTS ${DATAROOTDIR}/zsh/site-functions)
  file(RENAME ${DATAROOTDIR}/zsh/site-functions ${DATAROOTDIR}/zsh/vendor-completions)
endif()
