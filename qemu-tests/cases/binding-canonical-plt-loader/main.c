// machines: x86-64: other loaders have other functions and versions
// build: main main.c -no-pie -fno-pic -ldl
// output: an address: 1, dlvsym's: 1

// A program without PIE that takes the address of one of the loader's functions has a canonical PLT
// entry for it, of a version of ld.so's. In a total fold the loader is inside, and the version is
// one of the fold's own: no file is left to ask it of.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

extern void* __tls_get_addr(void*);

int main(void) {
  void* volatile entry = (void*)__tls_get_addr;
  void* found = dlvsym(RTLD_DEFAULT, "__tls_get_addr", "GLIBC_2.3");
  printf("an address: %d, dlvsym's: %d\n", entry != 0, found == entry);
}
