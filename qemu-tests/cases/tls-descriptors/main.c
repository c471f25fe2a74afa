// machines: x86-64: -mtls-dialect=gnu2 is x86-64's here; on aarch64 and riscv64 tls-models has their default
// build: liba.so main.c -mtls-dialect=gnu2
// build: libb.so main.c -mtls-dialect=gnu2 -la
// build: main main.c -la -lb -pthread
// folded: liba.so libb.so
// output: main thread: a 10 0, local 20, b 10, exe 40
// output: new thread: a 10 0, local 20, b 10, exe 40
// output: main thread: a 11 1, local 21, b 11, exe 40
// output: absent: yes

// TLSDESC (-mtls-dialect=gnu2): for a symbol of the same library, of another, of the executable,
// and local with an addend. The descriptor's call must keep every register and give the offset in
// the fold's block. Of a weak variable that nobody defines it gives the address 0: a fold that
// leaves that descriptor empty jumps to 0.

#include <pthread.h>
#include <stdio.h>

extern __thread int value;
extern __thread int of_exe;
void a(int out[4]);
int b(void);
int is_absent(void);

#if defined(PART_liba)
static __thread long padding[3] = {1, 2, 3};
static __thread int local = 20;
__thread int value = 10;
__thread int zero;
void a(int out[4]) {
  out[0] = value++;
  out[1] = zero++;
  out[2] = local++ + (int)(padding[0] + padding[1] + padding[2]) - 6;
  out[3] = of_exe;
}
extern __thread int absent __attribute__((weak));
int is_absent(void) { return &absent == NULL; }
#elif defined(PART_libb)
int b(void) { return value; }
#else
__thread int of_exe = 40;

static void print(const char* thread) {
  int out[4];
  int before = b();
  a(out);
  printf("%s: a %d %d, local %d, b %d, exe %d\n", thread, out[0], out[1], out[2], before, out[3]);
}
static void* run(void* unused) {
  print("new thread");
  return unused;
}
int main(void) {
  print("main thread");
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
  print("main thread");
  printf("absent: %s\n", is_absent() ? "yes" : "no");
}
#endif
