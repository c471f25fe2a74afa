// build: liba.so main.c -Wl,-z,relro,-z,now
// build: libb.so main.c -Wl,-z,relro,-z,lazy
// build: libplain.so main.c -Wl,-z,norelro
// build: main main.c -Wl,-z,relro,-z,now -la -lb -lplain
// folded: liba.so libb.so libplain.so
// output: main's: SIGSEGV
// output: a's: SIGSEGV
// output: b's: SIGSEGV
// output: plain's: written
// output: a's data: written
// output: main's data: written
// output: during a constructor: SIGSEGV

// What was RELRO is read-only after start, in the executable and in every library (one link map has
// room for one PT_GNU_RELRO only), already when constructors run; what was not is still writable.

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef int function(void);
void* relro_a(void);
void* relro_b(void);
void* relro_plain(void);
void* data_a(void);
int probe(void* place);
extern const char* at_start;

static int __attribute__((unused)) number(void) { return 1; }

#if defined(PART_main)
static function* const relro = number;
static int data = 1;
static int step;
static void show(const char* what, const void* place) {
  printf("%s: %s\n", what, probe((void*)place) ? "written" : "SIGSEGV");
  ++step;
}
int main(void) {
  show("main's", &relro);
  show("a's", relro_a());
  show("b's", relro_b());
  show("plain's", relro_plain());
  show("a's data", data_a());
  show("main's data", &data);
  printf("during a constructor: %s\n", at_start);
}
#elif defined(PART_liba)
static function* const relro = number;
static int data = 1;
static sigjmp_buf back;
const char* at_start = "not run";
static void on_fault(int signal_number) { siglongjmp(back, signal_number); }
// Writes the word at `place` back to itself.
int probe(void* place) {
  struct sigaction action = {.sa_handler = on_fault}, before;
  sigaction(SIGSEGV, &action, &before);
  int written = sigsetjmp(back, 1) == 0;
  if (written) {
    volatile int* word = place;
    *word = *word;
  }
  sigaction(SIGSEGV, &before, NULL);
  return written;
}
void* relro_a(void) { return (void*)&relro; }
void* data_a(void) { return &data; }
__attribute__((constructor)) static void construct(void) {
  at_start = probe(relro_a()) ? "written" : "SIGSEGV";
}
#elif defined(PART_libb)
static function* const relro = number;
void* relro_b(void) { return (void*)&relro; }
#elif defined(PART_libplain)
static function* const relro = number;
void* relro_plain(void) { return (void*)&relro; }
#endif
