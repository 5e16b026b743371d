# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# A build type for the sanitizers, and what a profiler and a backtrace need; the preset debug has the rest, which takes a
# fifth of the time to compile. How much is optimised stands below, because test programs have their own say.
set(CMAKE_CXX_FLAGS_SANITIZE "-g1")
mark_as_advanced(CMAKE_CXX_FLAGS_SANITIZE)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-g1")

include(CheckPIESupported)
check_pie_supported()

add_library(megascope_options INTERFACE)
target_include_directories(megascope_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(megascope_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
    -Wimplicit-fallthrough
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(megascope_options INTERFACE _FILE_OFFSET_BITS=64)
# Qt's headers then include only what they need themselves.
target_compile_definitions(megascope_options INTERFACE QT_LEAN_HEADERS=1)

# GCC looks for memory that it can give back long before it is needed, which takes a sixth of the time.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(megascope_options INTERFACE --param=ggc-min-heapsize=1048576) # KiB
endif()

# Sources of test programs (MegascopeTest.cmake) are compiled alike for release and for asan: the second build takes them
# from the compiler cache, which saves a fifth of the time of `./dev test` from nothing.
set(isTest "$<BOOL:$<TARGET_PROPERTY:MEGASCOPE_TEST_PROGRAM>>")
set(isTested "$<NOT:${isTest}>")
target_compile_options(megascope_options INTERFACE
    "$<$<AND:${isTested},$<CONFIG:RelWithDebInfo>>:-O2;-DNDEBUG>"
    "$<$<AND:${isTested},$<CONFIG:Sanitize>>:-O1>") # enough to be bearable

# The hardening that Debian asks of its packages, and the standard library's cheap assertions.
set(optimised "$<AND:${isTested},$<OR:$<CONFIG:Release>,$<CONFIG:RelWithDebInfo>>>")
target_compile_options(megascope_options INTERFACE
    "$<${optimised}:-fstack-protector-strong;-fstack-clash-protection;-Wformat;-Werror=format-security>")
target_compile_definitions(megascope_options INTERFACE
    "$<${optimised}:_FORTIFY_SOURCE=3;_GLIBCXX_ASSERTIONS>")
target_link_options(megascope_options INTERFACE "$<${optimised}:LINKER:-z,relro,-z,now>" LINKER:--as-needed)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")
    target_compile_options(megascope_options INTERFACE "$<${optimised}:-fcf-protection>")
endif()

# The fastest linker, for what is linked a hundred times and thrown away.
option(MEGASCOPE_MOLD "Link with mold where it is installed" OFF)
find_program(MEGASCOPE_MOLD_PROGRAM mold)
mark_as_advanced(MEGASCOPE_MOLD_PROGRAM)
if(MEGASCOPE_MOLD AND MEGASCOPE_MOLD_PROGRAM)
    target_link_options(megascope_options INTERFACE -fuse-ld=mold)
endif()

if(MEGASCOPE_SANITIZE)
    set(instrumented 1)
    if(NOT MEGASCOPE_SANITIZE MATCHES thread) # that one has to see every access
        set(instrumented ${isTested})
    endif()
    target_compile_options(megascope_options INTERFACE
        "$<${instrumented}:-fsanitize=${MEGASCOPE_SANITIZE};-fno-omit-frame-pointer;-fno-sanitize-recover=undefined>"
        "$<${instrumented}:-Wno-maybe-uninitialized>") # GCC sees more of them in instrumented code than there are
    target_link_options(megascope_options INTERFACE -fsanitize=${MEGASCOPE_SANITIZE})
endif()
