# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# Three kinds of program that prove something, and what they share:
#
#   megascope_test(NAME SOURCES a.cpp … LIBRARIES megascope_core_text … [TIMEOUT seconds] [LABELS …] [ENVIRONMENT K=V …] [HEAVY])
#       a Qt Test program (moc, offscreen); left out of builds without Qt. HEAVY: it computes much itself. With PROGRAM OTHER in place of the
#       sources: that test once more, in another environment
#   megascope_plain_test(NAME SOURCES … LIBRARIES … [TIMEOUT …] [LABELS …] [ENVIRONMENT …])
#       a program without Qt, written with tests/support/PlainTest.h; built everywhere, also for 32 bits
#   megascope_test_library(NAME SOURCES … LIBRARIES …)
#       what several of them need
#   megascope_bench(NAME SOURCES … LIBRARIES …)
#       a benchmark for `./dev bench`, which builds the target benchmarks; it prints ratios, and ctest never runs it
#
# A test is known to ctest by its folder below tests/ and its name (core/file/WindowTest), after the name of the preset
# where that is not release (asan/core/file/WindowTest), and has its folder as a label.
# Every test has a home of its own in the build directory, so that none reads or writes the settings of a user.

if(MEGASCOPE_SANITIZE)
    # Instrumented code is up to ten times slower.
    set(megascope_test_timeout 300)
else()
    set(megascope_test_timeout 120)
endif()

# What is freed stays untouchable until so much more was freed: with the usual 256 MiB all memory is new, which takes the
# system a tenth of the time.
set(megascope_asan_options quarantine_size_mb=32)

function(_megascope_program name folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "HEAVY" "" "SOURCES;LIBRARIES")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE megascope_options ${arg_LIBRARIES})
    if(folder STREQUAL "tests")
        if(NOT Qt6::Test IN_LIST arg_LIBRARIES)
            set(arg_HEAVY TRUE) # these go through files and documents byte by byte
        endif()
        megascope_test_options(${name} ${arg_HEAVY})
        _megascope_test_headers(${name} ${arg_HEAVY} ${arg_LIBRARIES})
    endif()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/${folder})
endfunction()

# What is tested is optimised and instrumented; to do that here too takes half of the time. Tests that compute much
# themselves are optimised a little.
function(megascope_test_options name isHeavy)
    set_target_properties(${name} PROPERTIES MEGASCOPE_TEST_PROGRAM ON)
    if(CMAKE_BUILD_TYPE MATCHES "RelWithDebInfo|Sanitize")
        target_compile_options(${name} PRIVATE "$<IF:$<BOOL:${isHeavy}>,-O1,-O0>")
        target_compile_definitions(${name} PRIVATE _GLIBCXX_ASSERTIONS)
    endif()
endfunction()

function(megascope_test_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    add_library(${name} STATIC EXCLUDE_FROM_ALL ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC megascope_options ${arg_LIBRARIES})
    megascope_test_options(${name} TRUE)
    # As in programs, whose precompiled headers it shares.
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${name} PRIVATE -fPIE)
    megascope_precompile(${name} plain-test)
endfunction()

function(_megascope_test_headers name isHeavy)
    if(NOT Qt6::Test IN_LIST ARGN)
        megascope_precompile(${name} plain-test)
    elseif(isHeavy)
        return() # headers are precompiled for one level of optimisation
    elseif(CMAKE_CURRENT_SOURCE_DIR MATCHES "/tests/(ui/(model|view|panel|window)|app/gui)$")
        target_link_libraries(${name} PRIVATE Qt6::Widgets) # those with Gui only are too few for headers of their own
        megascope_precompile(${name} widgets-test)
    else()
        megascope_precompile(${name} qt-test)
    endif()
endfunction()

# _megascope_test(NAME WHAT_MAKES_IT_A_TEST arguments as above…)
function(_megascope_test name library)
    cmake_parse_arguments(PARSE_ARGV 2 arg "HEAVY" "TIMEOUT;PROGRAM" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT")
    if(NOT arg_PROGRAM)
        set(arg_PROGRAM ${name})
        set(heavy)
        if(arg_HEAVY)
            set(heavy HEAVY)
        endif()
        _megascope_program(${name} tests ${heavy} SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES} ${library})
    endif()

    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT ${megascope_test_timeout})
    endif()
    cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${CMAKE_SOURCE_DIR}/tests OUTPUT_VARIABLE folder)
    set(test "${MEGASCOPE_TEST_PREFIX}${folder}/${name}")
    set(home "${CMAKE_CURRENT_BINARY_DIR}/home/${name}")
    file(MAKE_DIRECTORY ${home}/runtime)
    file(CHMOD ${home}/runtime DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

    add_test(NAME ${test} COMMAND ${arg_PROGRAM})
    set_tests_properties(${test} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "${folder};${arg_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;HOME=${home};XDG_CONFIG_HOME=${home}/config;XDG_DATA_HOME=${home}/data;XDG_STATE_HOME=${home}/state;XDG_CACHE_HOME=${home}/cache;XDG_RUNTIME_DIR=${home}/runtime;LSAN_OPTIONS=suppressions='${CMAKE_SOURCE_DIR}/tests/support/lsan.supp':print_suppressions=0;ASAN_OPTIONS=${megascope_asan_options};UBSAN_OPTIONS=print_stacktrace=1;${arg_ENVIRONMENT}"
        ENVIRONMENT_MODIFICATION "DBUS_SESSION_BUS_ADDRESS=unset:;DISPLAY=unset:;WAYLAND_DISPLAY=unset:")
endfunction()

function(megascope_test name)
    if(MEGASCOPE_QT)
        _megascope_test(${name} Qt6::Test ${ARGN})
        # A test has one class, in its first source, which includes NAME.moc. AUTOMOC would look at every source and
        # compile one more file for each program, which takes a sixth of the whole build.
        if(TARGET ${name})
            set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
            # Without the folders of headers: moc needs none of them, and to read them takes it twenty times as long.
            add_custom_command(OUTPUT ${moc} COMMAND Qt6::moc -o ${moc} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp
                DEPENDS ${name}.cpp VERBATIM)
            target_sources(${name} PRIVATE ${moc})
            target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
        endif()
    endif()
endfunction()

function(megascope_plain_test name)
    _megascope_test(${name} megascope_plain_test_main ${ARGN})
endfunction()

function(megascope_bench name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    _megascope_program(${name} bench SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES})
    # A build for the tests does without; clang-tidy still looks at it.
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
    add_dependencies(benchmarks ${name})
endfunction()

# Adds those of the given folders that hold a CMakeLists.txt.
macro(megascope_add_folders)
    foreach(folder IN ITEMS ${ARGN})
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
            add_subdirectory(${folder})
        endif()
    endforeach()
endmacro()
