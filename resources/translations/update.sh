#!/usr/bin/env bash
# Gather the window's texts for translators, and compile what they wrote. Unfinished texts are named.
# English is translated too, for its plurals alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=.venv/bin
here=resources/translations
mapfile -t sources < <(find app/ui -name '*.py' | LC_ALL=C sort)
options=(-no-obsolete -locations none -source-language en_GB)
"$tools/pyside6-lupdate" "${sources[@]}" "${options[@]}" -target-language de_DE -ts "$here/kith_de.ts"
"$tools/pyside6-lupdate" "${sources[@]}" "${options[@]}" -target-language en_GB -pluralonly -ts "$here/kith_en.ts"
for language in de en; do
    "$tools/pyside6-lrelease" "$here/kith_$language.ts" -qm "$here/kith_$language.qm"
done
