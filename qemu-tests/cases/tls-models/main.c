// build: libgd.so main.c -ftls-model=global-dynamic
// build: libld.so main.c -ftls-model=local-dynamic
// build: libie.so main.c -ftls-model=initial-exec
// build: main main.c -lgd -lld -lie -pthread
// folded: libgd.so libld.so libie.so
// output: main thread: gd 10 0, ld 20 21 0, ie 30 0, le 40 0
// output: across: gd from ie 10, exe from gd 40, ie from exe 30
// output: new thread: gd 10 0, ld 20 21 0, ie 30 0, le 40 0
// output: main thread: gd 11 1, ld 21 22 1, ie 31 1, le 41 1

// All four TLS models, initialised and zero variables, in the main thread and a new one. The
// executable's offsets are in its code: libraries' blocks must go around it, every module id
// becomes the executable's, and local-dynamic's offsets (which no relocation names) count from the
// library's own block.

#include <pthread.h>
#include <stdio.h>

extern __thread int gd_value;
extern __thread int ie_value;
extern __thread int exe_value;
void gd(int out[2]);
void ld(int out[3]);
void ie(int out[2]);
int exe_from_gd(void);
int gd_from_ie(void);

#if defined(PART_libgd)
__thread int gd_value = 10;
__thread int gd_zero;
int exe_from_gd(void) { return exe_value; }
void gd(int out[2]) {
  out[0] = gd_value++;
  out[1] = gd_zero++;
}
#elif defined(PART_libld)
static __thread int first = 20;
static __thread int second = 21;
static __thread int zero;
void ld(int out[3]) {
  out[0] = first++;
  out[1] = second++;
  out[2] = zero++;
}
#elif defined(PART_libie)
__thread int ie_value = 30;
static __thread int ie_zero;
int gd_from_ie(void) { return gd_value; }
void ie(int out[2]) {
  out[0] = ie_value++;
  out[1] = ie_zero++;
}
#else
__thread int exe_value = 40;
static __thread int exe_zero;

static void print(const char* thread) {
  int a[2], b[3], c[2];
  gd(a);
  ld(b);
  ie(c);
  printf("%s: gd %d %d, ld %d %d %d, ie %d %d, le %d %d\n", thread, a[0], a[1], b[0], b[1], b[2],
         c[0], c[1], exe_value, exe_zero);
  ++exe_value;
  ++exe_zero;
}
static void* run(void* unused) {
  print("new thread");
  return unused;
}
int main(void) {
  int across[3] = {gd_from_ie(), exe_from_gd(), ie_value};
  print("main thread");
  printf("across: gd from ie %d, exe from gd %d, ie from exe %d\n", across[0], across[1],
         across[2]);
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
  print("main thread");
}
#endif
