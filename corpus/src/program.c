/* An executable that needs library.c: versioned references, TLS of its own, an entry point. */

extern int get(int);
extern int use(int);
extern int data;
extern __thread int tls_set;

__thread int own_tls = 9;
int* where = &data;
int (*const table[])(int) = {get, use};

int other_get(int n) { return get(n) + own_tls; }

void _start(void) {
  for (int n = 0; n < 2; ++n) tls_set += table[n](*where);
  for (;;) {
  }
}
