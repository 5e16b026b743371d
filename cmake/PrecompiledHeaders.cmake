# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# To read the headers of the standard library and of Qt is two thirds of what compiling a source takes. With the option
# MEGASCOPE_PRECOMPILE they are read once for each KIND of target. The preset package does without it, and so does
# clang-tidy, so that a missing #include shows.
#
#   megascope_precompile(TARGET KIND)
#       KIND is standard, qt or widgets for libraries, and plain-test, qt-test or widgets-test for test programs

option(MEGASCOPE_PRECOMPILE "Precompile foreign headers" OFF)

set(megascope_standard_headers
    <algorithm> <array> <chrono> <expected> <filesystem> <format> <functional> <map> <memory> <optional> <random>
    <span> <string> <string_view> <utility> <vector>)
set(megascope_headers_of_standard ${megascope_standard_headers})
set(megascope_headers_of_qt ${megascope_standard_headers} <KLocalizedString> <QObject> <QString>)
set(megascope_headers_of_widgets ${megascope_headers_of_qt} <QApplication> <QKeyEvent> <QPainter>)
set(megascope_headers_of_plain-test ${megascope_standard_headers})
set(megascope_headers_of_qt-test ${megascope_standard_headers} <QFile> <QTemporaryDir> <QTest>)
set(megascope_headers_of_widgets-test ${megascope_headers_of_qt-test} <QApplication> <QKeyEvent> <QScrollBar> <QSignalSpy>)

function(megascope_precompile target kind)
    if(NOT MEGASCOPE_PRECOMPILE)
        return()
    endif()
    set(holder megascope_headers_of_${kind})
    if(NOT TARGET ${holder})
        _megascope_headers(${holder} ${kind})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${holder})
endfunction()

# The target that the headers are compiled for, with the flags of those that use them: the compiler insists.
function(_megascope_headers holder kind)
    set(source ${CMAKE_BINARY_DIR}/headers/${kind}.cpp)
    if(kind MATCHES "test")
        file(GENERATE OUTPUT ${source} CONTENT "int main() {}\n")
        add_executable(${holder} EXCLUDE_FROM_ALL ${source})
        if(kind STREQUAL "plain-test")
            megascope_test_options(${holder} TRUE)
        else()
            megascope_test_options(${holder} FALSE)
        endif()
    else()
        file(GENERATE OUTPUT ${source} CONTENT "")
        add_library(${holder} OBJECT ${source})
    endif()
    set(libraries_of_qt KF6::I18n Qt6::Core)
    set(libraries_of_widgets KF6::I18n Qt6::Widgets)
    set(libraries_of_qt-test Qt6::Test)
    set(libraries_of_widgets-test Qt6::Test Qt6::Widgets)
    target_link_libraries(${holder} PRIVATE megascope_options ${libraries_of_${kind}})
    set_target_properties(${holder} PROPERTIES AUTOMOC OFF UNITY_BUILD OFF)
    target_precompile_headers(${holder} PRIVATE ${megascope_headers_of_${kind}})
endfunction()
