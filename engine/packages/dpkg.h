// Which Debian package a file belongs to, read from dpkg's database: deb(5), dpkg-query(1); nothing
// is executed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "packages/control_file.h"
#include "resolve/file_system.h"

namespace onefold {

struct Package {
  std::string name;
  std::string version;
  std::string architecture;
  std::string source;          // the source package's name
  std::string source_version;  // as `version` where the source has none of its own
};

// The database of a root. A root without one, or with one that cannot be read, knows no package.
class PackageDatabase {
 public:
  // `root` as ResolveOptions::root. Error: it is no directory.
  static Result<PackageDatabase> open(const std::string& root);

  // Of each path its package, if there is one; of an empty path none. A path is as the loader would
  // open it inside the root; links on its way and the merge of /lib into /usr/lib are seen through.
  std::vector<std::optional<Package>> owners(const std::vector<std::string>& paths);

  // The installed package, by name and architecture; of two in the database the first.
  std::optional<Package> find(std::string_view name, std::string_view architecture);

  // The bytes of a file of the root, "" if it cannot be read. Valid as long as the database is.
  std::string_view text(const std::string& path);

  // The path of the root that names the host's file; nullopt where it lies outside.
  std::optional<std::string> inside(const std::string& host_path) const {
    return files_.inside(host_path);
  }

 private:
  struct Known {
    Paragraph paragraph;
    std::string_view name;
    bool is_installed() const;
    // "same": its list has the architecture in its name.
    bool is_same() const { return paragraph.field("Multi-Arch") == "same"; }
    std::string_view architecture() const { return paragraph.field("Architecture"); }
  };

  explicit PackageDatabase(FileSystem files) : files_(std::move(files)) {}
  void read_status();
  // The list of a package is looked into for the path with that index, if it is still wanted.
  struct Guess {
    const Known* entry = nullptr;
    size_t path = 0;
    size_t rank = 0;
  };
  std::vector<Guess> guesses(const std::vector<std::string>& paths) const;
  std::vector<const Known*> all_in_order_of_search() const;
  // None of which a field is longer than any distribution has it.
  static std::optional<Package> package_of(const Known& entry);
  static std::string list_of(const Known& entry);

  FileSystem files_;
  std::vector<Known> known_;  // a package may come more than once: the first installed one counts
  std::optional<std::map<std::string, const Known*>> by_name_;  // "libc6:amd64"; made by `find`
};

}  // namespace onefold
