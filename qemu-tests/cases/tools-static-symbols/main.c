// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// check: nm main | sed -n 's/.* \([tTdDbB] own_[a-z_]*\)$/\1/p' | sort
// output: 1 2

// The executable's own .symtab stays true: its functions and data are where it says.

#include <stdio.h>

int a(void);

#if defined(PART_liba)
static __attribute__((noinline)) int of_library(void) { return 2; }
int a(void) { return of_library(); }
#else
static __attribute__((noinline, used)) int own_function(void) { return 1; }
int own_data = 3;
static int own_zero __attribute__((used));
int main(void) { printf("%d %d\n", own_function() + own_zero, a()); }
#endif
