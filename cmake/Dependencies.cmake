# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

find_package(Threads REQUIRED)

# Highway's headers only: to load its library takes 3 ms, because that measures a clock first.
find_path(HIGHWAY_INCLUDE_DIR hwy/highway.h REQUIRED)
add_library(megascope_highway INTERFACE)
target_include_directories(megascope_highway SYSTEM INTERFACE ${HIGHWAY_INCLUDE_DIR})
target_compile_definitions(megascope_highway INTERFACE HWY_IS_DEBUG_BUILD=0) # its assertions are in its library

if(MEGASCOPE_QT)
    find_package(Qt6 6.8 REQUIRED COMPONENTS Core)
    find_package(KF6Archive 6.13 REQUIRED)
    find_package(ICU REQUIRED COMPONENTS uc i18n)
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.34)
    if(MEGASCOPE_TESTS)
        find_package(Qt6 6.8 REQUIRED COMPONENTS Test)
        # Without the folders of each test's data, which would be different in every precompiled header.
        set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
    endif()
endif()

if(MEGASCOPE_GUI)
    find_package(ECM 6.13 REQUIRED NO_MODULE)
    list(APPEND CMAKE_MODULE_PATH ${ECM_MODULE_PATH})
    find_package(Qt6 6.8 REQUIRED COMPONENTS Gui Widgets)
    find_package(KF6 6.13 REQUIRED COMPONENTS
        ColorScheme Config ConfigWidgets CoreAddons Crash I18n IconThemes SyntaxHighlighting WidgetsAddons XmlGui)
endif()
