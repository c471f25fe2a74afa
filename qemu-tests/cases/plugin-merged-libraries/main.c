// build: plugin.so main.c -l:libpthread.so.0 -l:libdl.so.2 -l:librt.so.1 -l:libutil.so.1
// build: main main.c
// run-with: plugin.so
// folded: libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1
// output: plugin: thread 42, freed, errno 2, 1 libc
// machines: total: a fold that keeps libc finds the host's

// A plugin from before glibc 2.34 needs libpthread.so.0 and the like. In a total fold libc is
// inside and has their functions: the host's files, of another glibc perhaps, must not be opened.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(PART_plugin)
static void* run(void* argument) {
  *(int*)argument += 2;
  return NULL;
}
char* work(void) {
  int value = 40;
  pthread_t thread;
  pthread_create(&thread, NULL, run, &value);
  pthread_join(thread, NULL);
  char* text = malloc(50);
  sprintf(text, "thread %d", value);
  access("/no/such/file", R_OK);
  return text;
}
#else
static int count_libc(struct dl_phdr_info* info, size_t size, void* count) {
  (void)size;
  *(int*)count += strstr(info->dlpi_name, "libc.so.6") != NULL;
  return 0;
}
int main(void) {
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (handle == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  char* (*work)(void) = (char* (*)(void))dlsym(handle, "work");
  char* text = work();
  printf("plugin: %s, freed, errno %d, ", text, errno);
  free(text);
  // The fold's one libc has no entry of its own.
  int others = 0;
  dl_iterate_phdr(count_libc, &others);
  const int same = dlsym(handle, "malloc") == dlsym(RTLD_DEFAULT, "malloc");
  printf("%d libc\n", same && others <= 1 ? 1 : 2);
}
#endif
