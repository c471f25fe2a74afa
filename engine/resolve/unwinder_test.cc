#include "resolve/unwinder.h"

#include "resolve/closure_fixture.h"

namespace onefold {
namespace {

using testing::ClosureTest;

// /bin/p needs libx.so and libc.so.6; libgcc_s.so.1 is there too, and nothing needs it.
class UnwinderTest : public ClosureTest<Elf64Le> {
 protected:
  std::string closure_when(const Builder& program_file, const Builder& library_file) {
    put_loader();
    put("/bin/p", Builder(program_file).needed("libx.so").needed("libc.so.6"));
    put("/lib/libx.so", Builder(library_file).soname("libx.so"));
    put("/lib/libc.so.6", library().soname("libc.so.6").undefined("dlopen"));
    put("/lib/libgcc_s.so.1", library().soname("libgcc_s.so.1"));
    return closure_of("/bin/p", {.opened_by_libc = true});
  }
};

constexpr const char* kWithout = "/bin/p /lib/libx.so /lib/libc.so.6";
constexpr const char* kWith = "/bin/p /lib/libx.so /lib/libc.so.6 /lib/libgcc_s.so.1";

TEST_F(UnwinderTest, IsNotOpenedForWhatNeverUnwinds) {
  EXPECT_EQ(closure_when(program().undefined("puts"), library().undefined("pthread_create")),
            kWithout);
}

TEST_F(UnwinderTest, IsOpenedForAFunctionThatUnwinds) {
  EXPECT_EQ(closure_when(program().undefined("pthread_exit"), library()), kWith);
  EXPECT_EQ(closure_when(program(), library().undefined("backtrace")), kWith);
}

TEST_F(UnwinderTest, IsOpenedForWhatMayLoadSuchAFunction) {
  EXPECT_EQ(closure_when(program(), library().undefined("dlopen")), kWith);
  EXPECT_EQ(closure_when(program().undefined("dlsym"), library()), kWith);
}

TEST_F(UnwinderTest, StaysWhereItIsNeeded) {
  EXPECT_EQ(closure_when(program().needed("libgcc_s.so.1"), library()),
            "/bin/p /lib/libgcc_s.so.1 /lib/libx.so /lib/libc.so.6");
}

}  // namespace
}  // namespace onefold
