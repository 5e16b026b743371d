# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

add_library(megascope_options INTERFACE)
target_include_directories(megascope_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(megascope_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
    -Wnull-dereference -Wimplicit-fallthrough
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(megascope_options INTERFACE _FILE_OFFSET_BITS=64)

if(MEGASCOPE_SANITIZE)
    target_compile_options(megascope_options INTERFACE
        -fsanitize=${MEGASCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(megascope_options INTERFACE -fsanitize=${MEGASCOPE_SANITIZE})
endif()
