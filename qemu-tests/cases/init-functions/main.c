// build: liba.so main.c -Wl,-init=start_a -Wl,-fini=stop_a
// build: libb.so main.c
// build: main main.c -la -lb -Wl,-init=start_main -Wl,-fini=stop_main
// folded: liba.so libb.so
// output: main's entry in libb's array
// output: liba's DT_INIT: argc 3, last two, environment yes
// output: liba's priority 101
// output: liba's priority 202
// output: liba's constructor
// output: main's DT_INIT
// output: main's constructor
// output: main
// output: main's destructor
// output: main's DT_FINI
// output: liba's destructor
// output: liba's DT_FINI
// output: libb's fini array
// args: one two
// not-on: riscv64: its loader calls neither DT_INIT nor DT_FINI; init-functions-ignored is its case

// DT_INIT before DT_INIT_ARRAY, priorities in ascending order, argc, argv and envp for all of them;
// DT_FINI after DT_FINI_ARRAY, the array backwards. Array entries may have relocations of their
// own: libb's is symbolic, and scope order gives it the executable's function; read from the file's
// bytes it is 0.

#include <stdio.h>

#if defined(PART_liba)
void start_a(int argc, char** argv, char** envp) {
  printf("liba's DT_INIT: argc %d, last %s, environment %s\n", argc, argv[argc - 1],
         envp ? "yes" : "no");
}
void stop_a(void) { puts("liba's DT_FINI"); }
__attribute__((constructor)) static void plain(void) { puts("liba's constructor"); }
__attribute__((constructor(202))) static void second(void) { puts("liba's priority 202"); }
__attribute__((constructor(101))) static void first(void) { puts("liba's priority 101"); }
__attribute__((destructor)) static void destruct(void) { puts("liba's destructor"); }
#elif defined(PART_libb)
void init_entry(void) { puts("libb's own entry"); }
void fini_entry(void) { puts("libb's fini array"); }
#define TEXT2(x) #x
#define TEXT(x) TEXT2(x)
__asm__(
    ".section .init_array, \"aw\", %init_array\n"
    ".balign " TEXT(__SIZEOF_POINTER__) "\n"
    ".dc.a init_entry\n"
    ".previous\n"
    ".section .fini_array, \"aw\", %fini_array\n"
    ".balign " TEXT(__SIZEOF_POINTER__) "\n"
    ".dc.a fini_entry\n"
    ".previous\n");
#else
void init_entry(void) { puts("main's entry in libb's array"); }
void start_main(void) { puts("main's DT_INIT"); }
void stop_main(void) { puts("main's DT_FINI"); }
__attribute__((constructor)) static void construct(void) { puts("main's constructor"); }
__attribute__((destructor)) static void destruct(void) { puts("main's destructor"); }
int main(void) { puts("main"); }
#endif
