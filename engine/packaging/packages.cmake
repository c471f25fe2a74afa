# `cpack` in a build folder makes a Debian package of each component that is installed.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "Onefold")
set(CPACK_PACKAGE_CONTACT "The Onefold project <onefold@localhost>")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME onefold)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "Onefold folds a dynamically linked ELF program and every shared library it
needs into one file, with no source and no rebuild, and checks that the
result means the same. It also sets the stack size that musl gives to threads.")

set(packaging ${CMAKE_CURRENT_LIST_DIR})
set(doc ${CMAKE_CURRENT_BINARY_DIR}/packaging)
# gzip -n leaves no time in them.
file(MAKE_DIRECTORY ${doc})
configure_file(${packaging}/changelog.in ${doc}/changelog @ONLY)
execute_process(COMMAND gzip -9nc ${doc}/changelog OUTPUT_FILE ${doc}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
foreach(package runtime)
  install(FILES ${packaging}/copyright ${doc}/changelog.gz COMPONENT ${package}
    DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${CPACK_DEBIAN_RUNTIME_PACKAGE_NAME})
endforeach()
set(CPACK_PRE_BUILD_SCRIPTS ${packaging}/compress_manuals.cmake)
include(CPack)
