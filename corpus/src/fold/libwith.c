/* A library that nobody needs: the program opens it. */

extern int b_use(int);
__thread int with_thread;
int with_data = 3;
__attribute__((constructor)) static void start(void) { with_data = b_use(with_data); }
int with_use(int n) { return n + with_thread + with_data; }
