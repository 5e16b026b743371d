# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# What has to be installed, by Debian's names, in groups by use. The root of an older Debian holds them all; a host that
# builds natively gets a group when a command needs it. A change here makes a new root.
# shellcheck disable=SC2034  # read through a name in place.sh

packages_build=(
    g++ mold cmake ninja-build ccache pkgconf git gettext file
    qt6-base-dev qt6-svg-plugins qt6-wayland libkf6iconthemes-bin
    extra-cmake-modules libkf6archive-dev libkf6colorscheme-dev libkf6config-dev libkf6configwidgets-dev
    libkf6coreaddons-dev libkf6crash-dev libkf6dbusaddons-dev libkf6i18n-dev libkf6iconthemes-dev
    libkf6syntaxhighlighting-dev libkf6widgetsaddons-dev libkf6xmlgui-dev
    libhwy-dev libicu-dev libpcre2-dev
    librsvg2-bin
)
packages_test=(
    bsdextrautils g++-multilib xvfb xauth xdotool imagemagick strace dbus fonts-dejavu-core python3 gdb ripgrep ugrep
    libfuse3-dev fuse3 bzip2 xz-utils zstd
)
packages_lint=(clang-format clang-tidy reuse shellcheck desktop-file-utils appstream groff-base)
packages_package=(dpkg-dev shared-mime-info)

# What the root goes without: no one reads documentation there, links these libraries statically, or builds for x32.
left_out=(
    '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/gtk-doc/*' '/usr/share/locale/*'
    '/usr/lib/*/libicu*.a' '/usr/lib/*/libQt6*.a' '/usr/libx32/*' '/usr/lib/gcc/*/*/x32/*'
)

# What the oldest supported system offers; a host with less gets a root of its own.
least_frameworks=6.13
least_compiler=14

# The same in the words of other distributions.
packages_dnf="gcc-c++ mold cmake ninja-build ccache git gettext extra-cmake-modules qt6-qtbase-devel qt6-qtsvg
    qt6-qtwayland kf6-karchive-devel kf6-kcolorscheme-devel kf6-kconfig-devel kf6-kconfigwidgets-devel
    kf6-kcoreaddons-devel kf6-kcrash-devel kf6-kdbusaddons-devel kf6-ki18n-devel kf6-kiconthemes-devel
    kf6-syntax-highlighting-devel kf6-kwidgetsaddons-devel kf6-kxmlgui-devel highway-devel libicu-devel
    pcre2-devel librsvg2-tools glibc-devel.i686 libstdc++-devel.i686 xorg-x11-server-Xvfb
    xdotool ImageMagick strace dejavu-sans-fonts dejavu-sans-mono-fonts clang-tools-extra reuse ShellCheck
    desktop-file-utils appstream libasan libubsan fuse3-devel fuse3 bzip2 xz zstd"
packages_pacman="gcc mold cmake ninja ccache git gettext extra-cmake-modules qt6-base qt6-svg qt6-wayland
    karchive kcolorscheme kconfig kconfigwidgets kcoreaddons kcrash kdbusaddons ki18n kiconthemes
    syntax-highlighting kwidgetsaddons kxmlgui highway icu pcre2 librsvg lib32-gcc-libs lib32-glibc
    xorg-server-xvfb xdotool imagemagick strace ttf-dejavu clang reuse shellcheck desktop-file-utils appstream
    fuse3 bzip2 xz zstd"
packages_zypper="gcc-c++ mold cmake ninja ccache git gettext-tools kf6-extra-cmake-modules qt6-base-devel
    qt6-svg-devel qt6-wayland kf6-karchive-devel kf6-kcolorscheme-devel kf6-kconfig-devel
    kf6-kconfigwidgets-devel kf6-kcoreaddons-devel kf6-kcrash-devel kf6-kdbusaddons-devel kf6-ki18n-devel
    kf6-kiconthemes-devel kf6-syntax-highlighting-devel kf6-kwidgetsaddons-devel kf6-kxmlgui-devel libhwy-devel
    libicu-devel pcre2-devel rsvg-convert gcc-c++-32bit xorg-x11-server-Xvfb xdotool ImageMagick strace
    dejavu-fonts clang-tools python3-reuse ShellCheck desktop-file-utils AppStream
    fuse3-devel fuse3 bzip2 xz zstd"
