/* LD_PRELOAD: makes one system call of a program fail. ONEFOLD_FAULT=CALL:N:WHAT, where the Nth
   call of CALL (mkostemp, pwrite, ftruncate, fchmod, close, rename, mmap, open, fstat,
   madvise)

     NUMBER     fails with this errno
     short      writes half of its bytes
     int        is preceded by SIGINT
     cut=PATH   is followed by truncating PATH to nothing

   and ONEFOLD_FAULT_LOG names a file that exists once that has happened. What the loader calls by
   itself does not count. */
/* Both names of each call are defined here, each as itself. */
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char* what; /* behind the second colon; null: no fault */
static char wanted[32];
static long countdown;

__attribute__((constructor)) static void read_plan(void) {
  const char* plan = getenv("ONEFOLD_FAULT");
  if (plan == NULL) return;
  const char* number = strchr(plan, ':');
  if (number == NULL || (size_t)(number - plan) >= sizeof(wanted)) abort();
  memcpy(wanted, plan, (size_t)(number - plan));
  char* end;
  countdown = strtol(number + 1, &end, 10);
  if (*end != ':') abort();
  what = end + 1;
}

/* Is this the call? Then what is to happen, else null. */
static const char* fault(const char* call) {
  if (what == NULL || strcmp(call, wanted) != 0 || --countdown != 0) return NULL;
  const char* log = getenv("ONEFOLD_FAULT_LOG");
  if (log != NULL)
    syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY, 0600));
  /* To the process, as a terminal does: a thread that blocks it leaves it to one that doesn't. */
  if (strcmp(what, "int") == 0) kill(getpid(), SIGINT);
  return what;
}

static int fails(const char* plan) {
  if (plan == NULL || plan[0] < '0' || plan[0] > '9') return 0;
  errno = atoi(plan);
  return 1;
}

static void cut(const char* plan) {
  if (plan != NULL && strncmp(plan, "cut=", 4) == 0 && syscall(SYS_truncate, plan + 4, 0) != 0)
    abort();
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A call that only fails or not. */
#define PLAIN(call, type, name, parameters, arguments) \
  type name parameters {                               \
    const char* plan = fault(call);                    \
    if (fails(plan)) return (type) - 1;                \
    type result = NEXT(name) arguments;                \
    cut(plan);                                         \
    return result;                                     \
  }

PLAIN("mkostemp", int, mkostemp, (char* name, int flags), (name, flags))
PLAIN("mkostemp", int, mkostemp64, (char* name, int flags), (name, flags))
PLAIN("ftruncate", int, ftruncate, (int fd, off_t size), (fd, size))
PLAIN("ftruncate", int, ftruncate64, (int fd, off64_t size), (fd, size))
PLAIN("fchmod", int, fchmod, (int fd, mode_t mode), (fd, mode))
PLAIN("close", int, close, (int fd), (fd))
PLAIN("rename", int, rename, (const char* from, const char* to), (from, to))
PLAIN("fstat", int, fstat, (int fd, struct stat* status), (fd, status))
PLAIN("fstat", int, fstat64, (int fd, struct stat64* status), (fd, status))
PLAIN("madvise", int, madvise, (void* at, size_t size, int advice), (at, size, advice))
PLAIN("mmap", void*, mmap, (void* at, size_t size, int prot, int flags, int fd, off_t offset),
      (at, size, prot, flags, fd, offset))
PLAIN("mmap", void*, mmap64, (void* at, size_t size, int prot, int flags, int fd, off64_t offset),
      (at, size, prot, flags, fd, offset))

#define WRITES(call, name, parameters, arguments)              \
  ssize_t name parameters {                                    \
    const char* plan = fault(call);                            \
    if (fails(plan)) return -1;                                \
    if (plan != NULL && strcmp(plan, "short") == 0) size /= 2; \
    ssize_t result = NEXT(name) arguments;                     \
    cut(plan);                                                 \
    return result;                                             \
  }

WRITES("pwrite", pwrite, (int fd, const void* from, size_t size, off_t offset),
       (fd, from, size, offset))
WRITES("pwrite", pwrite64, (int fd, const void* from, size_t size, off64_t offset),
       (fd, from, size, offset))

#define OPENS(name)                            \
  int name(const char* path, int flags, ...) { \
    va_list more;                              \
    va_start(more, flags);                     \
    mode_t mode = va_arg(more, mode_t);        \
    va_end(more);                              \
    const char* plan = fault("open");          \
    if (fails(plan)) return -1;                \
    int fd = NEXT(name)(path, flags, mode);    \
    cut(plan);                                 \
    return fd;                                 \
  }

OPENS(open)
OPENS(open64)
