// build: liba.so main.c
// build: main main.c -la
// folded: liba.so
// output: construct a in first
// output: child of fork: a 2, pid differs 1
// output: parent: a 1, child ended 4
// output: construct a in second
// output: after exec: a 1, argc 2, own name main
// output: destruct a
// not-on: emulated: exec of a foreign program needs binfmt_misc, which tests leave alone

// fork, then exec of itself through /proc/self/exe: the fold is one file that the kernel can start
// under any name, and its libraries are constructed anew.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int a(int step);

#if defined(PART_liba)
static int state = 1;
int a(int step) { return state += step; }
__attribute__((constructor)) static void construct(int argc, char** argv) {
  (void)argv;
  printf("construct a in %s\n", argc > 1 ? "second" : "first");
  fflush(stdout);
}
__attribute__((destructor)) static void destruct(void) { puts("destruct a"); }
#else
int main(int argc, char** argv) {
  if (argc > 1) {
    char path[4096] = "";
    if (readlink("/proc/self/exe", path, sizeof path - 1) < 0) return 1;
    printf("after exec: a %d, argc %d, own name %s\n", a(0), argc, strrchr(path, '/') + 1);
    return 0;
  }
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    printf("child of fork: a %d, pid differs %d\n", a(1), getpid() != parent);
    fflush(stdout);
    _exit(4);
  }
  int status;
  waitpid(child, &status, 0);
  printf("parent: a %d, child ended %d\n", a(0), WEXITSTATUS(status));
  fflush(stdout);
  execl("/proc/self/exe", argv[0], "again", (char*)NULL);
  return 1;
}
#endif
