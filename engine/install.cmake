# What `cmake --install` puts where. The components are two packages: runtime, for users; development, for who calls
# libonefold or folds in a CMake build of their own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS onefold RUNTIME COMPONENT runtime)
file(GLOB manual_pages CONFIGURE_DEPENDS manual/*.1)
install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT runtime)
install(FILES manual/completion/onefold.bash COMPONENT runtime RENAME onefold
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES manual/completion/_onefold COMPONENT runtime
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES manual/completion/onefold.fish COMPONENT runtime
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
