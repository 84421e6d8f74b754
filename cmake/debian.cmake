# SPDX-License-Identifier: Apache-2.0
# Run by cpack before it packs what it has staged: what Debian wants elsewhere or compressed.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
set(share ${CPACK_TEMPORARY_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX}/share)

function(compressed from to)
  execute_process(COMMAND gzip -9nc ${from} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

compressed(${share}/doc/moccasin/CHANGELOG.md ${share}/doc/moccasin/changelog.gz)
# The licence is in every Debian, and copyright says where.
file(REMOVE ${share}/doc/moccasin/CHANGELOG.md ${share}/doc/moccasin/LICENSE)
if(EXISTS ${share}/man/man1/moccasin.1)
  compressed(${share}/man/man1/moccasin.1 ${share}/man/man1/moccasin.1.gz)
  file(REMOVE ${share}/man/man1/moccasin.1)
endif()
if(EXISTS ${share}/zsh/site-functions)
  file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()
