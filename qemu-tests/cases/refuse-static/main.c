// build: main main.c -static
// refuse: main: .*dynamic

// A static program has nothing to fold.

int main(void) { return 0; }
