# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# A build type for the sanitizers: optimised enough to be bearable, lines for their reports, nothing more to write to disk.
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1")
mark_as_advanced(CMAKE_CXX_FLAGS_SANITIZE)
# What a profiler and a backtrace need; the preset debug has the rest, which takes a fifth of the time to compile.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

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

# The hardening that Debian asks of its packages, and the standard library's cheap assertions.
set(optimised "$<OR:$<CONFIG:Release>,$<CONFIG:RelWithDebInfo>>")
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
    target_compile_options(megascope_options INTERFACE
        -fsanitize=${MEGASCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(megascope_options INTERFACE -fsanitize=${MEGASCOPE_SANITIZE})
endif()
