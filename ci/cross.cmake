# CMake's toolchain file for another machine, ONEFOLD_CROSS by Debian's name of the port (ci/cross): Debian's cross
# compiler and its C library, everything else from the sysroot ONEFOLD_SYSROOT, QEMU user mode for what is built.
set(qemu_arm64 aarch64)
set(triple_arm64 aarch64-linux-gnu)
set(qemu_armhf arm)
set(triple_armhf arm-linux-gnueabihf)
set(qemu_s390x s390x)
set(triple_s390x s390x-linux-gnu)
if(NOT DEFINED triple_${ONEFOLD_CROSS})
  message(FATAL_ERROR "ONEFOLD_CROSS: no machine '${ONEFOLD_CROSS}'")
endif()
# CMake reads this file again for every compiler test.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ONEFOLD_CROSS ONEFOLD_SYSROOT)

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${qemu_${ONEFOLD_CROSS}})
set(CMAKE_CXX_COMPILER ${triple_${ONEFOLD_CROSS}}-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR
    qemu-${qemu_${ONEFOLD_CROSS}}-static;-L;/usr/${triple_${ONEFOLD_CROSS}})
# gcc says of much that it is passed otherwise than before GCC 7.
add_compile_options(-Wno-psabi)
# The loader and its C library from one place: the sysroot, where libfmt is found, has others.
set(CMAKE_BUILD_RPATH /usr/${triple_${ONEFOLD_CROSS}}/lib)
set(CMAKE_FIND_ROOT_PATH ${ONEFOLD_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
