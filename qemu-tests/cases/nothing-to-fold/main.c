// build: main main.c
// output: works

// A program that needs nothing but what is kept: the fold is the program.

#include <stdio.h>

int main(void) { puts("works"); }
