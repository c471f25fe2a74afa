# onefold_fold(TARGET program OUTPUT file [KEEP soname...] [ONLY soname...] [WITH soname-or-file...] [OPTIONS option...])
#
# Folds the program that TARGET builds into OUTPUT (in the current binary directory, unless it is absolute) whenever the
# program or onefold changes, as part of `all`. KEEP, ONLY and WITH are the options of `onefold fold` of these names; what
# OPTIONS lists is handed on as it is. A library that changes outside of this build is not seen.
function(onefold_fold)
  cmake_parse_arguments(PARSE_ARGV 0 fold "" "TARGET;OUTPUT" "KEEP;ONLY;WITH;OPTIONS")
  if(fold_UNPARSED_ARGUMENTS OR NOT fold_TARGET OR NOT fold_OUTPUT)
    message(FATAL_ERROR "onefold_fold: expected TARGET and OUTPUT, and KEEP, ONLY, WITH or OPTIONS; "
                        "found: ${ARGN}")
  endif()
  cmake_path(ABSOLUTE_PATH fold_OUTPUT BASE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  set(options ${fold_OPTIONS})
  foreach(option KEEP ONLY WITH)
    string(TOLOWER ${option} flag)
    foreach(name IN LISTS fold_${option})
      list(APPEND options --${flag} ${name})
    endforeach()
  endforeach()
  add_custom_command(
    OUTPUT ${fold_OUTPUT}
    COMMAND Onefold::onefold fold $<TARGET_FILE:${fold_TARGET}> -o ${fold_OUTPUT} ${options}
    DEPENDS ${fold_TARGET} Onefold::onefold
    COMMENT "Folding ${fold_TARGET}"
    VERBATIM)
  add_custom_target(${fold_TARGET}_fold ALL DEPENDS ${fold_OUTPUT})
endfunction()
