#include "resolve/file_system.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <span>

#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::FileTree;
using testing::ok;

// What `path` of the view reads as; "-" for no file.
std::string read(FileSystem& files, const std::string& path) {
  auto file = files.map(path);
  EXPECT_TRUE(ok(file));
  if (!file || *file == nullptr) return "-";
  auto raw = (*file)->view().all();
  return std::string(reinterpret_cast<const char*>(raw.data()), raw.size());
}

class RootTest : public ::testing::Test {
 protected:
  void SetUp() override {
    tree_.file("/secret", "outside");
    tree_.file("/dir/secret", "outside");
    tree_.file("/root/lib/x", "inside");
    tree_.file("/root/secret", "the root's own");
  }
  FileSystem open() {
    auto files = FileSystem::open(tree_.path("/root"));
    EXPECT_TRUE(ok(files));
    return *std::move(files);
  }
  FileTree tree_;
};

TEST_F(RootTest, FindsAbsoluteAndRelativePathsFromTheRoot) {
  auto files = open();
  EXPECT_EQ(read(files, "/lib/x"), "inside");
  EXPECT_EQ(read(files, "lib/x"), "inside");
  EXPECT_EQ(read(files, "//lib/./x"), "inside");
  EXPECT_EQ(read(files, "/lib/y"), "-");
  EXPECT_EQ(read(files, "/lib/x/y"), "-");
}

TEST_F(RootTest, DotDotStopsAtTheRoot) {
  auto files = open();
  EXPECT_EQ(read(files, "/../secret"), "the root's own");
  EXPECT_EQ(read(files, "/lib/../../../../secret"), "the root's own");
  EXPECT_EQ(read(files, "/../dir/secret"), "-");
}

TEST_F(RootTest, LinksStayInside) {
  tree_.link("/root/absolute", "/lib/x");
  tree_.link("/root/host-absolute", tree_.path("/secret"));
  tree_.link("/root/lib/up", "../../secret");
  tree_.link("/root/lib64", "/lib");
  tree_.link("/root/out", "../dir");
  tree_.link("/root/last", "lib/..");
  auto files = open();
  EXPECT_EQ(read(files, "/absolute"), "inside");
  EXPECT_EQ(read(files, "/host-absolute"), "-");
  EXPECT_EQ(read(files, "/lib/up"), "the root's own");
  EXPECT_EQ(read(files, "/lib64/x"), "inside");
  EXPECT_EQ(read(files, "/out/secret"), "-");
  EXPECT_EQ(read(files, "/last/secret"), "the root's own");
  EXPECT_EQ(files.real_path("/lib64/up"), "/secret");
}

TEST_F(RootTest, LinksThatLoopLeadNowhere) {
  tree_.link("/root/a", "b");
  tree_.link("/root/b", "/a");
  tree_.link("/root/self", "self/self/self");
  auto files = open();
  EXPECT_EQ(read(files, "/a"), "-");
  EXPECT_EQ(read(files, "/b/x"), "-");
  EXPECT_EQ(read(files, "/self"), "-");
}

// Linux follows 40 links in a path and no more (path_resolution(7)).
TEST_F(RootTest, FollowsFortyLinks) {
  tree_.link("/root/link1", "lib/x");
  for (int i = 2; i <= 41; ++i) {
    tree_.link("/root/link" + std::to_string(i), "link" + std::to_string(i - 1));
  }
  auto files = open();
  EXPECT_EQ(read(files, "/link40"), "inside");
  EXPECT_EQ(read(files, "/link41"), "-");
}

TEST_F(RootTest, KnowsWhichHostPathsLieInside) {
  tree_.link("/alias", "root");
  auto files = open();
  EXPECT_EQ(files.inside(tree_.path("/root/lib/x")), "/lib/x");
  EXPECT_EQ(files.inside(tree_.path("/root/./lib/../lib/x")), "/lib/x");
  EXPECT_EQ(files.inside(tree_.path("/alias/lib/x")), "/lib/x");
  EXPECT_EQ(files.inside(tree_.path("/secret")), std::nullopt);
  EXPECT_EQ(files.inside(tree_.path("/rootless")), std::nullopt);
}

TEST_F(RootTest, AGrantedDirectoryIsReachedByItsOwnPathAlone) {
  auto files = open();
  EXPECT_EQ(read(files, tree_.path("/dir/secret")), "-");
  EXPECT_EQ(files.grant(tree_.path("/dir/")), tree_.path("/dir"));
  EXPECT_EQ(read(files, tree_.path("/dir/secret")), "outside");
  EXPECT_EQ(read(files, tree_.path("/dir/../secret")), "-");
  EXPECT_EQ(read(files, tree_.path("/secret")), "-");
  EXPECT_EQ(files.grant(tree_.path("/root/lib")), "/lib");
}

TEST_F(RootTest, MustBeADirectory) {
  EXPECT_FALSE(ok(FileSystem::open(tree_.path("/secret"))));
  EXPECT_FALSE(ok(FileSystem::open(tree_.path("/none"))));
}

TEST_F(RootTest, MapsAFileOnce) {
  tree_.link("/root/again", "lib/x");
  std::filesystem::create_hard_link(tree_.path("/root/lib/x"), tree_.path("/root/hard"));
  auto files = open();
  auto first = files.map("/lib/x");
  ASSERT_TRUE(ok(first));
  EXPECT_EQ(*first, *files.map("/again"));
  EXPECT_EQ(*first, *files.map("/hard"));
}

TEST_F(RootTest, ADirectoryIsNoFile) {
  auto files = open();
  auto file = files.map("/lib");
  ASSERT_FALSE(ok(file));
  EXPECT_EQ(file.error().field, "st_mode");
}

// /lib/x, /lib/link -> x, /lib/up -> ../lib/link, /lib/loop -> loop.
class TinyStore : public FileStore {
 public:
  LinkAt link_at(const std::string& path) const override {
    if (path == "/lib/link") return {true, "x"};
    if (path == "/lib/up") return {true, "../lib/link"};
    if (path == "/lib/loop") return {true, "loop"};
    return {.exists = path == "/lib" || path == "/lib/x"};
  }
  std::optional<FileIdentity> identify(const std::string& path) const override {
    if (path == "/lib/x") return FileIdentity{0, 1};
    return std::nullopt;
  }
  Result<std::shared_ptr<const MappedFile>> map(const std::string& /*path*/,
                                                const std::string& name) const override {
    return std::make_shared<const MappedFile>(
        MappedFile::over(name, std::as_bytes(std::span("stored").first(6)), {0, 1}));
  }
};

TEST(FileStoreTest, StandsInForTheKernelsFiles) {
  auto files = FileSystem::in(std::make_unique<TinyStore>());
  EXPECT_EQ(read(files, "/lib/x"), "stored");
  EXPECT_EQ(read(files, "/lib/up"), "stored");
  EXPECT_EQ(files.real_path("/lib/up"), "/lib/x");
  EXPECT_EQ(read(files, "/lib/loop"), "-");
  EXPECT_EQ(read(files, "/lib/y"), "-");
  auto once = files.map("/lib/x");
  auto again = files.map("/lib/link");
  ASSERT_TRUE(ok(once) && ok(again));
  EXPECT_EQ(*once, *again);
  EXPECT_EQ((*once)->view().name(), "/lib/x");
  EXPECT_TRUE(ok(files.check_intact()));
}

// /link0 -> link1, ... /link39 -> x, each by way of 790 names that lead back.
class LongStore : public TinyStore {
 public:
  LinkAt link_at(const std::string& path) const override {
    ++asked;
    if (!path.starts_with("/link")) return {.exists = path == "/a" || path == "/x"};
    std::string target;
    for (int i = 0; i < 790; ++i) target += "/a/..";
    const int next = std::stoi(path.substr(5)) + 1;
    return {true, target + (next < 40 ? "/link" + std::to_string(next) : "/x")};
  }
  mutable uint64_t asked = 0;
};

TEST(FileStoreTest, NamesOnTheWayAreBounded) {
  auto store = std::make_unique<LongStore>();
  const LongStore& names = *store;
  auto files = FileSystem::in(std::move(store));
  EXPECT_EQ(files.real_path("/link0"), "/x");
  EXPECT_GT(names.asked, 40U * 790);
  EXPECT_TRUE(ok(files.check_walked("/link0")));
  for (int i = 0; i < 1000; ++i) files.real_path("/link0");
  EXPECT_LT(names.asked, 2'100'000U);
  EXPECT_EQ(files.real_path("/link0"), std::nullopt);
  auto file = files.map("/link0");
  ASSERT_FALSE(ok(file));
  EXPECT_EQ(file.error().file, "/link0");
  EXPECT_EQ(file.error().expected, "at most 2000000 names and links on the way to files");
}

// A link's names come before those behind the link, however deep.
TEST_F(RootTest, LinksAreWalkedInTheMidstOfPaths) {
  tree_.link("/root/one", "two/../two/");
  tree_.link("/root/two", "/three/.");
  tree_.link("/root/three", "lib/../lib//");
  auto files = open();
  EXPECT_EQ(read(files, "/one/./x"), "inside");
  EXPECT_EQ(read(files, "/one/../secret"), "the root's own");
  EXPECT_EQ(read(files, "/one/y"), "-");
}

}  // namespace
}  // namespace onefold
