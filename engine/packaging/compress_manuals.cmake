# Debian's policy, 12.1: manual pages are compressed. CPack runs this between installing and packing.
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*)
list(FILTER pages INCLUDE REGEX "/man/man[0-9]/[^/]*[.][0-9]$")
if(pages)
  execute_process(COMMAND gzip -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
endif()
