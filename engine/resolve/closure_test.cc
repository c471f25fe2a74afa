#include "resolve/closure.h"

#include <gtest/gtest.h>
#include <climits>

#include "resolve/closure_fixture.h"

namespace onefold {
namespace {

using testing::ok;

template <typename E>
class GlibcClosureTest : public testing::ClosureTest<E> {
 protected:
  void SetUp() override { this->put_loader(); }
};
TYPED_TEST_SUITE(GlibcClosureTest, testing::AllFormats);

TYPED_TEST(GlibcClosureTest, GoesBreadthFirst) {
  this->put("/bin/p", this->program().needed("liba.so").needed("libb.so"));
  this->put("/lib/liba.so", this->library().needed("libc.so").needed("libb.so"));
  this->put("/lib/libb.so", this->library().needed("libd.so").needed("liba.so"));
  this->put("/lib/libc.so", this->library());
  this->put("/usr/lib/libd.so", this->library());
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/liba.so /lib/libb.so /lib/libc.so /usr/lib/libd.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->loader_kind, LoaderKind::kGlibc);
  EXPECT_EQ(closure->loader_path, this->kLoader);
  EXPECT_EQ(closure->loader, std::nullopt);  // nothing needs it by name
  const auto& entries = closure->entries;
  EXPECT_EQ(entries[0].requester, std::nullopt);
  EXPECT_EQ(entries[0].needs, (std::vector<size_t>{1, 2}));
  EXPECT_EQ(entries[1].needs, (std::vector<size_t>{3, 2}));
  EXPECT_EQ(entries[2].needs, (std::vector<size_t>{4, 1}));
  EXPECT_EQ(entries[4].requester, 2U);
  EXPECT_EQ(entries[4].name, "libd.so");
  EXPECT_EQ(entries[4].reason, "default directory");
}

TYPED_TEST(GlibcClosureTest, TheLoaderAnswersToItsSonameAndPath) {
  this->put("/bin/p",
            this->program().needed("ld-test.so.1").needed("liba.so").needed(this->kLoader));
  this->put("/lib/liba.so", this->library());
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/ld-test.so.1 /lib/liba.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->loader, 1U);
  EXPECT_EQ(closure->entries[1].reason, "PT_INTERP");
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{1, 2, 1}));
}

TYPED_TEST(GlibcClosureTest, OneObjectAnswersToSonameNameAndFile) {
  this->put("/bin/p", this->program().needed("liba.so").needed("real-a.so.1").needed("alias.so"));
  this->put("/lib/liba.so", this->library().soname("real-a.so.1"));
  this->tree_.link("/lib/alias.so", "liba.so");
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/liba.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{1, 1, 1}));
}

TYPED_TEST(GlibcClosureTest, MissingLibrariesAreNoError) {
  this->put("/bin/p", this->program().needed("libgone.so").needed("liba.so").needed("/x/y.so"));
  this->put("/lib/liba.so", this->library().needed("libgone.so"));
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/liba.so !libgone.so !/x/y.so !libgone.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->missing[2].requester, 1U);
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{1}));
}

// Many may share one string.
TYPED_TEST(GlibcClosureTest, ANameLongerThanAnyPathIsRefused) {
  this->put("/bin/p", this->program().needed(std::string(PATH_MAX + 1, 'a')));
  auto closure = this->resolve("/bin/p");
  ASSERT_FALSE(closure);
  EXPECT_EQ(closure.error().expected, "a name of at most 4096 bytes");
}

TYPED_TEST(GlibcClosureTest, AMissingLoaderIsReported) {
  this->put("/bin/p", this->program().interp("/lib/none.so").needed("liba.so"));
  this->put("/lib/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /lib/liba.so !/lib/none.so");
}

// The kernel starts one without a dynamic section; as a library it is no more than other files are.
TYPED_TEST(GlibcClosureTest, ALoaderThatIsNeededHasADynamicSection) {
  this->put("/bin/p", this->program());
  this->put("/bin/needs", this->program().needed(this->kLoader));
  for (const auto& loader :
       {this->library().no_dynamic(), this->library().type(ET_REL), this->library()}) {
    this->put(this->kLoader, loader);
    EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p");
  }
  EXPECT_EQ(this->closure_of("/bin/needs"), "/bin/needs /lib/ld-test.so.1");
  const std::string error =
      this->tree_.path(this->kLoader) +
      ": PT_DYNAMIC: expected a dynamic section, as every library has, found none";
  for (const auto& loader : {this->library().no_dynamic(), this->library().type(ET_REL)}) {
    this->put(this->kLoader, loader);
    EXPECT_EQ(this->closure_of("/bin/needs"), error);
  }
}

TYPED_TEST(GlibcClosureTest, AStaticProgramLoadsNothing) {
  this->put("/bin/p", this->library().no_dynamic());
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->loader_kind, LoaderKind::kNone);
}

// gABI: DT_RPATH serves what an object loads and all that follows from it; DT_RUNPATH only the
// object.
TYPED_TEST(GlibcClosureTest, RpathIsInheritedRunpathIsNot) {
  this->put("/r/liba.so", this->library().needed("libb.so"));
  this->put("/r/libb.so", this->library());
  this->put("/bin/rpath", this->program().rpath("/r").needed("liba.so"));
  this->put("/bin/runpath", this->program().runpath("/r").needed("liba.so"));
  EXPECT_EQ(this->closure_of("/bin/rpath"), "/bin/rpath /r/liba.so /r/libb.so");
  EXPECT_EQ(this->closure_of("/bin/runpath"), "/bin/runpath /r/liba.so !libb.so");
  EXPECT_EQ(this->reason_for("/bin/rpath", "/r/libb.so"), "DT_RPATH of /bin/rpath");
  EXPECT_EQ(this->reason_for("/bin/runpath", "/r/liba.so"), "DT_RUNPATH of /bin/runpath");
}

TYPED_TEST(GlibcClosureTest, RunpathTurnsRpathOff) {
  this->put("/r/liba.so", this->library());
  this->put("/r/libb.so", this->library());
  this->put("/bin/both", this->program().rpath("/r").runpath("/none").needed("liba.so"));
  EXPECT_EQ(this->closure_of("/bin/both"), "/bin/both !liba.so");
  // A requester with DT_RUNPATH looks into nobody's DT_RPATH.
  this->put("/bin/p", this->program().rpath("/r").needed("libm.so"));
  this->put("/r/libm.so", this->library().runpath("/none").needed("libb.so"));
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /r/libm.so !libb.so");
}

TYPED_TEST(GlibcClosureTest, TheNearestRpathComesFirst) {
  this->put("/bin/p", this->program().rpath("/far").needed("libm.so"));
  this->put("/far/libm.so", this->library().rpath("/near:/far").needed("liba.so"));
  this->put("/far/liba.so", this->library());
  this->put("/near/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /far/libm.so /near/liba.so");
}

TYPED_TEST(GlibcClosureTest, OriginIsTheProgramsRealAndTheLibrarysFoundDirectory) {
  this->put("/opt/app/bin/p", this->program().runpath("$ORIGIN/../lib").needed("liba.so"));
  this->tree_.link("/usr/bin/p", "/opt/app/bin/p");
  this->put("/opt/app/lib/liba.so", this->library().runpath("${ORIGIN}/sub").needed("libb.so"));
  this->put("/opt/app/lib/sub/libb.so", this->library());
  EXPECT_EQ(this->closure_of("/usr/bin/p"),
            "/usr/bin/p /opt/app/bin/../lib/liba.so /opt/app/bin/../lib/sub/libb.so");
}

TYPED_TEST(GlibcClosureTest, LibIsTheLoadersFirstDirectory) {
  this->put("/bin/p", this->program().runpath("/opt/$LIB:/opt/$FOO").needed("liba.so"));
  this->put("/opt/lib/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /opt/lib/liba.so");
}

TYPED_TEST(GlibcClosureTest, ASlashMakesANameAPath) {
  this->put("/bin/p", this->program().needed("/opt/liba.so").needed("$ORIGIN/libb.so"));
  this->put("/opt/liba.so", this->library());
  this->put("/bin/libb.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /opt/liba.so /bin/libb.so");
}

TYPED_TEST(GlibcClosureTest, NodeflibLeavesTheDefaultDirectoriesOut) {
  this->put("/lib/liba.so", this->library());
  this->put("/opt/libb.so", this->library().needed("liba.so"));
  this->put("/bin/p", this->program()
                          .dynamic(DT_FLAGS_1, DF_1_NODEFLIB)
                          .runpath("/opt")
                          .needed("liba.so")
                          .needed("libb.so"));
  // The flag is the requester's: libb.so has it not.
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /opt/libb.so /lib/liba.so !liba.so");
}

// ld.so, which has not mapped the program itself, does not know its file again.
TYPED_TEST(GlibcClosureTest, TheProgramIsALibraryOfItsOwnUnderAnotherName) {
  this->put("/bin/p", this->program().runpath("/bin").needed("libself.so"));
  this->tree_.link("/bin/libself.so", "p");
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /bin/libself.so");
}

TYPED_TEST(GlibcClosureTest, AnotherClassOrMachineIsPassedOver) {
  using Other = std::conditional_t<TypeParam::k64, Elf<Class::k32, TypeParam::kOrder>,
                                   Elf<Class::k64, TypeParam::kOrder>>;
  this->put("/bin/p", this->program().runpath("/class:/machine").needed("liba.so"));
  this->tree_.file("/class/liba.so", testing::ElfBuilder<Other>().page_size(16).build().bytes());
  this->put("/machine/liba.so", this->library(this->kOtherMachine));
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p !liba.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->missing[0].passed_over, "/machine/liba.so");
  this->put("/usr/lib/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /usr/lib/liba.so");
}

// open_verify: "ELF file data encoding not little-endian" and its like are fatal.
TYPED_TEST(GlibcClosureTest, AnythingElseWrongEndsTheSearch) {
  constexpr auto kOther =
      TypeParam::kOrder == std::endian::little ? std::endian::big : std::endian::little;
  using Other = Elf<TypeParam::k64 ? Class::k64 : Class::k32, kOther>;
  auto fails_with = [&](const char* field) {
    auto closure = this->resolve("/bin/p");
    return !closure && closure.error().field == field &&
           closure.error().file == this->tree_.path("/lib/liba.so");
  };
  this->put("/bin/p", this->program().needed("liba.so"));
  this->tree_.file("/lib/liba.so", testing::ElfBuilder<Other>().page_size(16).build().bytes());
  EXPECT_TRUE(fails_with("e_ident[EI_DATA]"));
  this->tree_.file("/lib/liba.so", "/* GNU ld script */\n");
  EXPECT_TRUE(fails_with("e_ident[EI_MAG]"));
  this->tree_.file("/lib/liba.so", "");
  EXPECT_TRUE(fails_with("e_ident"));
  this->put("/lib/liba.so", this->library().type(ET_EXEC));
  EXPECT_TRUE(fails_with("e_type"));
  this->put("/lib/liba.so", this->library().dynamic(DT_FLAGS_1, DF_1_PIE));
  EXPECT_TRUE(fails_with("DT_FLAGS_1"));
  this->put("/lib/liba.so", this->library().no_dynamic());
  EXPECT_TRUE(fails_with("PT_DYNAMIC"));
}

TYPED_TEST(GlibcClosureTest, FilteesStandBeforeTheirFilter) {
  this->put("/bin/p", this->program().needed("libf.so").needed("liblate.so"));
  this->put("/lib/libf.so", this->library()
                                .dynamic_string(DT_FILTER, "libx.so")
                                .dynamic_string(DT_AUXILIARY, "libgone.so")
                                .dynamic_string(DT_AUXILIARY, "liblate.so"));
  this->put("/lib/libx.so", this->library().needed("libz.so"));
  this->put("/lib/liblate.so", this->library());
  this->put("/lib/libz.so", this->library());
  auto closure = this->resolve("/bin/p");
  EXPECT_EQ(this->text(closure), "/bin/p /lib/libx.so /lib/liblate.so /lib/libf.so /lib/libz.so");
  ASSERT_TRUE(ok(closure));
  EXPECT_EQ(closure->entries[0].needs, (std::vector<size_t>{3, 2}));
  EXPECT_EQ(closure->entries[3].needs, (std::vector<size_t>{1, 2}));
  EXPECT_EQ(closure->entries[1].requester, 3U);
}

TYPED_TEST(GlibcClosureTest, AFilteeIsLoadedWithoutAnyDtNeeded) {
  for (uint64_t tag : {uint64_t{DT_FILTER}, uint64_t{DT_AUXILIARY}}) {
    this->put("/lib/libf.so", this->library().dynamic_string(tag, "libx.so"));
    this->put("/lib/libx.so", this->library());
    auto closure = this->resolve("/lib/libf.so");
    ASSERT_TRUE(ok(closure));
    EXPECT_EQ(this->text(closure), "/lib/libx.so /lib/libf.so");
    EXPECT_EQ(closure->program, 1U);
  }
}

TYPED_TEST(GlibcClosureTest, DashLComesBeforeRunpathAndAfterRpath) {
  this->put("/bin/runpath", this->program().runpath("/r").needed("liba.so"));
  this->put("/bin/rpath", this->program().rpath("/r").needed("liba.so"));
  this->put("/r/liba.so", this->library());
  this->put("/mine/liba.so", this->library());
  ResolveOptions options{.library_dirs = {this->tree_.path("/mine")}};
  EXPECT_EQ(this->closure_of("/bin/runpath", options), "/bin/runpath /mine/liba.so");
  EXPECT_EQ(this->closure_of("/bin/rpath", options), "/bin/rpath /r/liba.so");
  EXPECT_EQ(this->reason_for("/bin/runpath", "/mine/liba.so", options),
            "-L " + this->tree_.path("/mine"));
}

TYPED_TEST(GlibcClosureTest, HwcapsDirectoriesOnlyOnDemand) {
  this->put("/bin/p", this->program().needed("liba.so"));
  this->put("/lib/liba.so", this->library());
  this->put("/lib/glibc-hwcaps/v2/liba.so", this->library());
  EXPECT_EQ(this->closure_of("/bin/p"), "/bin/p /lib/liba.so");
  EXPECT_EQ(this->closure_of("/bin/p", {.hwcaps = "v3:v2"}), "/bin/p /lib/glibc-hwcaps/v2/liba.so");
}

TYPED_TEST(GlibcClosureTest, LdLibraryPathIsNotForASysroot) {
  this->put("/bin/p", this->program().needed("liba.so"));
  this->put("/e/liba.so", this->library());
  ResolveOptions options{.ld_library_path = "/e:" + this->tree_.path("/e")};
  EXPECT_EQ(this->closure_of("/bin/p", options), "/bin/p !liba.so");
  // Of the host's own view it is the first.
  auto closure = resolve_closure(this->tree_.path("/bin/p"), options);
  ASSERT_TRUE(ok(closure));
  ASSERT_EQ(closure->entries.size(), 2U);
  EXPECT_EQ(closure->entries[1].path, this->tree_.path("/e/liba.so"));
  EXPECT_EQ(closure->entries[1].reason, "LD_LIBRARY_PATH");
}

TYPED_TEST(GlibcClosureTest, AProgramOutsideTheRootIsReadFromTheHost) {
  testing::FileTree other;
  other.file("/p", this->program().needed("liba.so").build().bytes());
  this->put("/lib/liba.so", this->library());
  auto closure = resolve_closure(other.path("/p"), {.root = this->tree_.top()});
  EXPECT_EQ(this->text(closure), other.path("/p") + " /lib/liba.so");
}

TYPED_TEST(GlibcClosureTest, SaysWhatIsWrongWithTheProgram) {
  EXPECT_FALSE(ok(this->resolve("/bin/none")));
  this->tree_.file("/bin/text", "#!/bin/sh\n");
  auto closure = this->resolve("/bin/text");
  ASSERT_FALSE(ok(closure));
  EXPECT_EQ(closure.error().file, this->tree_.path("/bin/text"));
  this->tree_.link("/bin/loop", "loop");
  EXPECT_FALSE(ok(this->resolve("/bin/loop")));
}

// A million combinations of directory and name must not be looked up one by one.
TYPED_TEST(GlibcClosureTest, TheSearchIsBounded) {
  std::string dirs;
  auto program = this->program();
  for (int i = 0; i < 1000; ++i) {
    dirs += "/d" + std::to_string(i) + ":";
    program.needed("lib" + std::to_string(i) + ".so");
  }
  this->put("/bin/p", program.runpath(dirs));
  auto closure = this->resolve("/bin/p");
  ASSERT_FALSE(ok(closure));
  EXPECT_EQ(closure.error().field, "search path");
}

}  // namespace
}  // namespace onefold
