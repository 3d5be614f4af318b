#!/usr/bin/env bash
# Compiles the C kernels with the address and undefined-behaviour sanitizers, and runs them with odd sizes in buffers of
# exactly the required length, so that each access beyond a buffer is reported. Then runs them with the thread sanitizer
# and several threads. CI calls this script.
set -euo pipefail
cd "$(dirname "$0")/../src/engine/kernels/source"

compiler=${CC:-cc}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# GCC 12 aligns its fake stack to 32 bytes, but AVX-512 needs 64.
export ASAN_OPTIONS=detect_stack_use_after_return=0
flags=(-O1 -g -std=gnu11 -fno-omit-frame-pointer -pthread)

# On other processors only the baseline, without vector flags.
declare -A machines=([baseline]="")
if [ "$(uname -m)" = x86_64 ]; then
  grep -qw avx2 /proc/cpuinfo && machines[avx2]="-mavx2 -mfma"
  grep -qw avx512dq /proc/cpuinfo && machines[avx512]="-mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma"
fi

for name in "${!machines[@]}"; do
  for sanitizers in address,undefined thread; do
    # shellcheck disable=SC2086 — several flags in one word
    "$compiler" "${flags[@]}" ${machines[$name]} -fsanitize="$sanitizers" -fno-sanitize-recover=all \
      -DVARIANT=checked -o "$folder/check" variant.c exact/exact.c team.c sanitized.c -lm
    "$folder/check"
    echo "ok: $name, $sanitizers"
  done
done
