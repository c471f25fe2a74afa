// machines: x86-64: written in x86-64 assembler
// build: liba.so main.c -Wl,-z,notext
// build: main main.c -la
// folded: liba.so
// output: a: words, 3

// A library with DT_TEXTREL: relocations in its code, RELATIVE and symbolic. The loader makes the
// text writable for as long as it relocates; the fold does the same or resolves them, but in no
// case gains a segment that is both.

#include <stdio.h>

void print_a(void);
int three(void);

#if defined(PART_liba)
int three(void) { return 3; }
void print_words(const char* words, int (*function)(void));
void print_words(const char* words, int (*function)(void)) {
  printf("a: %s, %d\n", words, function());
}
// 64-bit absolute addresses as immediates: R_X86_64_RELATIVE and R_X86_64_64 in .text.
__asm__(
    ".section .rodata\n"
    "words: .asciz \"words\"\n"
    ".text\n"
    ".globl print_a\n"
    ".type print_a, @function\n"
    "print_a:\n"
    "  movabsq $words, %rdi\n"
    "  movabsq $three, %rsi\n"
    "  jmp print_words@PLT\n"
    ".size print_a, .-print_a\n");
#else
int main(void) { print_a(); }
#endif
