#include <gtest/gtest.h>

#include "resolve/closure.h"
#include "resolve/closure_fixture.h"

namespace onefold {
namespace {

using testing::ok;

template <typename E>
class MuslClosureTest : public testing::ClosureTest<E> {
 protected:
  static constexpr const char* kMusl = "/lib/ld-musl-test.so.1";
  void SetUp() override { this->put(kMusl, this->library().soname("libc.so")); }
  static auto program() { return testing::ClosureTest<E>::library().interp(kMusl); }
};
TYPED_TEST_SUITE(MuslClosureTest, testing::AllFormats);

TYPED_TEST(MuslClosureTest, TheLoaderIsTheCLibrary) {
  this->put("/bin/p", this->program()
                          .needed("libc.so")
                          .needed("libc.musl-test.so.1")
                          .needed("libpthread.so.0")
                          .needed("libcrypt.so")
                          .needed(this->kMusl));
  this->put("/lib/libcrypt.so", this->library());
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/ld-musl-test.so.1 /lib/libcrypt.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->loader_kind, LoaderKind::kMusl);
  EXPECT_EQ(closure->loader, 1U);
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{1, 1, 1, 2, 1}));
}

TYPED_TEST(MuslClosureTest, TheCLibraryHasADynamicSection) {
  this->put("/bin/p", this->program().needed("libc.so"));
  this->put(this->kMusl, this->library().type(ET_REL));
  EXPECT_EQ(this->closure_of("/bin/p"),
            this->tree_.path(this->kMusl) +
                ": PT_DYNAMIC: expected a dynamic section, as every library has, found none");
}

// load_library: two copies of libc never share a process.
TYPED_TEST(MuslClosureTest, AnyPathToTheLoadersFileIsTheLoader) {
  this->tree_.link("/usr/lib/test-linux-musl/libc.so", "/lib/ld-musl-test.so.1");
  this->put("/bin/p", this->program().needed("/usr/lib/test-linux-musl/libc.so").needed("libc.so"));
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/ld-musl-test.so.1");
}

TYPED_TEST(MuslClosureTest, DefaultDirectories) {
  this->put("/bin/p", this->program().needed("liba.so").needed("libb.so").needed("libc.so"));
  this->put("/usr/local/lib/liba.so", this->library());
  this->put("/usr/lib/liba.so", this->library());
  this->put("/usr/lib/libb.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"),
            "/bin/p /usr/local/lib/liba.so /usr/lib/libb.so /lib/ld-musl-test.so.1");
}

TYPED_TEST(MuslClosureTest, ThePathFileReplacesThem) {
  this->put("/bin/p", this->program().needed("liba.so").needed("libb.so"));
  this->put("/one/liba.so", this->library());
  this->put("/two/libb.so", this->library());
  this->put("/lib/libb.so", this->library());
  this->tree_.file("/etc/ld-musl-test.path", "/one\n\n/two:/three\n");
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /one/liba.so /two/libb.so");
  EXPECT_EQ(this->reason_for("/bin/p", "/one/liba.so"), "/etc/ld-musl-test.path");
}

TYPED_TEST(MuslClosureTest, RunpathIsInheritedToo) {
  this->put("/opt/bin/p", this->program().runpath("$ORIGIN/../lib").needed("liba.so"));
  this->put("/opt/lib/liba.so", this->library().needed("libb.so"));
  this->put("/opt/lib/libb.so", this->library());
  EXPECT_EQ(this->closure_of("/opt/bin/p"),
            "/opt/bin/p /opt/bin/../lib/liba.so /opt/bin/../lib/libb.so");
}

TYPED_TEST(MuslClosureTest, AnUnknownTokenSpoilsTheWholePath) {
  this->put("/bin/p", this->program().runpath("/r:$LIB").needed("liba.so"));
  this->put("/r/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p !liba.so");
}

// Objects go by the name they were searched for and by file: DT_SONAME counts for nothing.
TYPED_TEST(MuslClosureTest, SonameIsNoName) {
  this->put("/bin/p", this->program().needed("liba.so").needed("real.so").needed("alias.so"));
  this->put("/lib/liba.so", this->library().soname("real.so"));
  this->put("/lib/real.so", this->library());
  this->tree_.link("/lib/alias.so", "liba.so");
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/liba.so /lib/real.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{1, 2, 1}));
}

TYPED_TEST(MuslClosureTest, TakesTheFirstFileWhateverItIs) {
  this->put("/bin/p", this->program().needed("liba.so"));
  this->put("/lib/liba.so", this->library(this->kOtherMachine));
  this->put("/usr/lib/liba.so", this->library());
  auto closure = this->resolve("/bin/p");
  ASSERT_FALSE(ok(closure));
  EXPECT_EQ(closure.error().field, "e_machine");
}

}  // namespace
}  // namespace onefold
