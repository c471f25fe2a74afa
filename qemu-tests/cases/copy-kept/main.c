// build: libkept.so main.c
// build: liba.so main.c -lkept
// build: main main.c -la -lkept
// fold: --keep libc --keep libkept.so
// folded: liba.so
// kept: libkept.so
// env: COPY_KEPT=yes
// output: environ: main yes, a yes, getenv yes
// output: stdout: same
// output: name: main main, a main
// output: kept: main 11, a 11, kept 11
// output: kept after a's write: main 12, a 12, kept 12
// output: record: kept's text, self ok

// R_COPY against libraries that stay outside (libc's environ, stdout and
// program_invocation_short_name, and libkept's own): the loader copies at run time, and everybody,
// folded libraries too, must use the executable's slot. A fold that binds liba to libkept's
// original prints 11 after the write.

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct record {
  const char* text;
  struct record* self;
};
extern int kept;
extern struct record record;
int read_kept(void);
int read_a(void);
void write_a(int);
const char* environment_a(void);
FILE* stdout_a(void);
const char* name_a(void);

static inline const char* value_in(char** environment) {
  for (; *environment; ++environment) {
    if (strncmp(*environment, "COPY_KEPT=", 10) == 0) return *environment + 10;
  }
  return "nothing";
}

#if defined(PART_libkept)
int kept = 11;
struct record record = {"kept's text", &record};
int read_kept(void) { return kept; }
#elif defined(PART_liba)
int read_a(void) { return kept; }
void write_a(int value) { kept = value; }
const char* environment_a(void) { return value_in(environ); }
FILE* stdout_a(void) { return stdout; }
const char* name_a(void) { return program_invocation_short_name; }
#else
int main(void) {
  printf("environ: main %s, a %s, getenv %s\n", value_in(environ), environment_a(),
         getenv("COPY_KEPT"));
  printf("stdout: %s\n", stdout == stdout_a() ? "same" : "different");
  printf("name: main %s, a %s\n", program_invocation_short_name, name_a());
  printf("kept: main %d, a %d, kept %d\n", kept, read_a(), read_kept());
  write_a(12);
  printf("kept after a's write: main %d, a %d, kept %d\n", kept, read_a(), read_kept());
  printf("record: %s, self %s\n", record.text, record.self == &record ? "ok" : "wrong");
}
#endif
