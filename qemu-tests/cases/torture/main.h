// The steps of the torture case.
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "torture.h"

constexpr size_t kOwnStack = 65536;

// 32-bit powerpc: libgcc's unwinder of GCC 12 aborts in the original itself, except for C++'s own.
#if defined(__powerpc__) && !defined(__powerpc64__)
#define UNWINDING_ABORTS
#endif

// Under QEMU user mode exec reaches this kernel, which does not know foreign programs.
#if defined(__x86_64__) || defined(__i386__)
constexpr bool kEmulated = false;
#else
constexpr bool kEmulated = true;
#endif

inline void qsort_like(void (*function)()) {
  int numbers[] = {2, 1};
  static void (*called)();
  called = function;
  qsort(numbers, 2, sizeof(int), [](const void*, const void*) {
    called();
    return 0;
  });
}

void thread_local_objects();
void cancellation();
void many_threads();
void stack_sizes();
void plugins();
void processes();
int run_child(const char* what);
void data();
