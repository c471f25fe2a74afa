// build: liba.so main.c
// build: main main.c -la -pthread
// folded: liba.so
// output: main thread: a sees ENOENT, exe sees EBADF
// output: new thread: a sees ENOENT, exe sees EBADF, other's stays 0
// output: main thread after: EBADF

// errno is the kept libc's TLS: folding libraries with TLS around it must leave libc's own block
// alone.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int fail_a(void);

#if defined(PART_liba)
static __thread int calls;
int fail_a(void) {
  ++calls;
  open("/nonexistent/file", O_RDONLY);
  return errno;
}
#else
static __thread int fresh;
static void* run(void* unused) {
  int start = errno;
  int a = fail_a();
  close(-1);
  printf("new thread: a sees %s, exe sees %s, other's stays %d\n", strerrorname_np(a),
         strerrorname_np(errno), start + fresh);
  return unused;
}
int main(void) {
  int a = fail_a();
  close(-1);
  printf("main thread: a sees %s, exe sees %s\n", strerrorname_np(a), strerrorname_np(errno));
  errno = EBADF;
  pthread_t thread;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, NULL);
  printf("main thread after: %s\n", strerrorname_np(errno));
}
#endif
