extern int puts(const char*);
static int square(int n) { return n * n; }
int main(int argc, char** argv) { return square(argc) + puts(argv[0]); }
