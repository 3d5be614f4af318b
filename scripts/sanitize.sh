#!/usr/bin/env bash
# Compiles the C kernels with the address and undefined-behaviour sanitizers, and runs them with odd sizes in buffers of
# exactly the required length, so that each access beyond a buffer is reported. Does so for each set of vector instructions.
# Then runs the widest set with the thread sanitizer and several threads: all sets share the work in the same code.
# CI calls this script.
set -euo pipefail
cd "$(dirname "$0")/../src/engine/kernels/source"

compiler=${CC:-cc}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# GCC 12 aligns its fake stack to 32 bytes, but AVX-512 needs 64.
export ASAN_OPTIONS=detect_stack_use_after_return=0
flags=(-Og -g1 -std=gnu11 -fno-omit-frame-pointer -pthread)

# Runs the kernels of one set with one sanitizer: run NAME SANITIZERS [FLAG...]
run() {
  local name=$1 sanitizers=$2
  shift 2
  "$compiler" "${flags[@]}" "$@" -fsanitize="$sanitizers" -fno-sanitize-recover=all \
    -DVARIANT=checked -DBASELINE=kernels_checked -o "$folder/check" \
    variant.c exact/exact.c select.c team.c sanitized.c -lm
  "$folder/check"
  echo "ok: $name, $sanitizers"
}

# On other processors only the baseline, without vector flags.
name=baseline
widest=()
run "$name" address,undefined
if [ "$(uname -m)" = x86_64 ]; then
  if grep -qw avx2 /proc/cpuinfo; then
    name=avx2
    widest=(-mavx2 -mfma)
    run "$name" address,undefined "${widest[@]}"
  fi
  if grep -qw avx512dq /proc/cpuinfo; then
    name=avx512
    widest=(-mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma)
    run "$name" address,undefined "${widest[@]}"
  fi
fi
run "$name" thread "${widest[@]}"
