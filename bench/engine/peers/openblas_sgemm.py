"""Times OpenBLAS's sgemm at 1024 x 1024 x 1024, called by name so that it is OpenBLAS and nothing else.

Protocol: a greeting, then for each line `run COUNT` the milliseconds of each call. Needs Debian's libopenblas0-pthread."""

import ctypes
import sys
import time

N = 1024
ROW_MAJOR, NO_TRANSPOSE = 101, 111

blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_get_config.restype = ctypes.c_char_p
blas.openblas_set_num_threads(1)
Matrix = ctypes.c_float * (N * N)
a, b, c = Matrix(), Matrix(), Matrix()
for i in range(N * N):
    a[i] = b[i] = (i * 2654435761 % 1024 - 512) / 512
one, zero = ctypes.c_float(1), ctypes.c_float(0)


def sgemm():
    blas.cblas_sgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, N, N, N, one, a, N, b, N, zero, c, N)


sgemm()
print("ready", blas.openblas_get_config().decode(), flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line.split()[1])):
        start = time.perf_counter()
        sgemm()
        times.append((time.perf_counter() - start) * 1e3)
    print(*times, flush=True)
