// build: unused.o main.c
// shell: printf '#!/bin/sh\necho script\n' >main; chmod +x main
// refuse: main

// A script is no ELF file.

int main(void) { return 0; }
