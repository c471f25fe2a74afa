# What `cmake --install` puts where. The components are two packages: runtime, for users; development, for who calls
# libonefold or folds in a CMake build of their own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

file(GLOB manual_pages CONFIGURE_DEPENDS manual/*.1)
install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT runtime)
install(FILES manual/completion/onefold.bash COMPONENT runtime RENAME onefold
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES manual/completion/_onefold COMPONENT runtime
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES manual/completion/onefold.fish COMPONENT runtime
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# `#include <onefold/fold.h>`; headers name each other from their own top.
install(TARGETS onefold EXPORT OnefoldTargets RUNTIME COMPONENT runtime)
if(TARGET onefold_fmt)
  install(TARGETS onefold_fmt EXPORT OnefoldTargets)
endif()
install(TARGETS onefold_engine EXPORT OnefoldTargets ARCHIVE COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} ${CMAKE_INSTALL_INCLUDEDIR}/onefold)
set_target_properties(onefold_engine PROPERTIES EXPORT_NAME libonefold)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/onefold COMPONENT development
  FILES_MATCHING PATTERN *.h
  PATTERN testing EXCLUDE PATTERN verify EXCLUDE PATTERN example EXCLUDE PATTERN manual EXCLUDE
  PATTERN packaging EXCLUDE PATTERN cmake EXCLUDE PATTERN stubs EXCLUDE PATTERN *_fixture.h EXCLUDE)

set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Onefold)
configure_package_config_file(cmake/OnefoldConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/OnefoldConfig.cmake
  INSTALL_DESTINATION ${cmake_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/OnefoldConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/OnefoldConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/OnefoldConfigVersion.cmake
  cmake/OnefoldFold.cmake DESTINATION ${cmake_dir} COMPONENT development)
install(EXPORT OnefoldTargets NAMESPACE Onefold:: DESTINATION ${cmake_dir} COMPONENT development)
