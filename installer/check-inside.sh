#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# Runs in a bare Debian: installs the package as a user would, starts both programs, and removes it again.
# Usage: check-inside.sh PACKAGE.deb
set -eu
package=$1
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 HOME=/tmp/home
mkdir -p $HOME

echo "== install, without recommended packages"
apt-get install --yes --no-install-recommends "$package" >/tmp/install.log 2>&1 || { cat /tmp/install.log; exit 1; }
dpkg-query --show --showformat '${Package} ${Version}, ${Installed-Size} KiB installed\n' megascope
printf 'one\ntwo\nthree\n' >/tmp/sample.log

echo "== megascope-cli"
megascope-cli info /tmp/sample.log
[ "$(megascope-cli lines /tmp/sample.log 2)" = two ]

echo "== megascope, in a window of its own"
apt-get install --yes --no-install-recommends xvfb xauth lintian desktop-file-utils >/tmp/install.log 2>&1 \
    || { cat /tmp/install.log; exit 1; }
for file in /tmp/sample.log /usr/bin/megascope; do
    timeout 60 xvfb-run --auto-servernum --server-args='-screen 0 1280x800x24' megascope --startup-time "$file"
done
desktop-file-validate /usr/share/applications/org.megascope.Megascope.desktop

echo "== lintian"
lintian --allow-root --fail-on error,warning --display-info "$package"

echo "== remove"
dpkg --listfiles megascope | sort >/tmp/installed.txt
apt-get purge --yes megascope >/dev/null 2>&1
while read -r path; do
    [ -d "$path" ] || [ ! -e "$path" ] || { echo "left behind: $path"; exit 1; }
done </tmp/installed.txt
[ ! -e /usr/share/doc/megascope ] || { echo "left behind: /usr/share/doc/megascope"; exit 1; }
echo "the package installs, starts and goes"
