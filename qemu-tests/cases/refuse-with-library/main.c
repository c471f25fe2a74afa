// build: libone.so main.c
// build: libtwo.so main.c
// build: main main.c -lone
// fold-lib: libone.so
// fold: --with libtwo.so
// refuse: libone\.so: --with: expected a program, which opens libraries, found a shared object

// A shared object's dlopen is its program's, which knows nothing of what is folded into it.

int main(void) { return 0; }
