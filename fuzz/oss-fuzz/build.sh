#!/bin/bash -eu
exec bash -eu "$SRC/onefold/.clusterfuzzlite/build.sh"
